import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";

const value = z.looseObject({
  stringValue: z.string().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
  boolValue: z.boolean().optional(),
});
const attributes = z.array(z.object({ key: z.string(), value }));
const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes,
  links: z.array(z.object({ traceId: z.string(), attributes })),
  status: z.object({ code: z.int(), message: z.string().optional() }),
});
const exportSchema = z.object({
  resourceSpans: z.array(
    z.object({ resource: z.object({ attributes }), scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) }),
  ),
});

export type OtlpSpan = z.infer<typeof spanSchema>;

export interface OtlpDouble {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly spans: OtlpSpan[];
  readonly headers: IncomingHttpHeaders[];
  /** All that came, as it came. */
  readonly bodies: string[];
  stop(): Promise<void>;
}

/** What an attribute of a span says, as text. */
export function attributeOf(span: Pick<OtlpSpan, "attributes">, key: string): string | undefined {
  const found = span.attributes.find((attribute) => attribute.key === key)?.value;
  return found === undefined ? undefined : String(found.stringValue ?? found.intValue ?? found.boolValue);
}

/** A collector on 127.0.0.1 that keeps the spans that it is told of by OTLP over HTTP, in JSON. */
export async function startOtlpDouble(): Promise<OtlpDouble> {
  const spans: OtlpSpan[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      headers.push(request.headers);
      bodies.push(body);
      const told = request.url === "/v1/traces" ? exportSchema.safeParse(JSON.parse(body)) : null;
      for (const { scopeSpans } of told?.data?.resourceSpans ?? [])
        for (const scope of scopeSpans) spans.push(...scope.spans);
      response.writeHead(told?.success === true ? 200 : 400, { "content-type": "application/json" }).end("{}");
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    spans,
    headers,
    bodies,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
