import { createHash, randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Attributes, Link, SpanContext } from "@opentelemetry/api";
import type { Subject } from "./domain/subject.ts";
import type { RecordWork, WorkDone } from "./domain/work-done.ts";

/** Tells a collector of OpenTelemetry what was done. */
export interface Tracing {
  /** Null when none is configured: then nothing is loaded, made or kept. */
  readonly record: RecordWork | null;
  /** Hands over what has not been, within a few seconds. */
  stop(): Promise<void>;
}

export const NO_TRACING: Tracing = { record: null, stop: () => Promise.resolve() };

export interface TracingOptions {
  /** As OTEL_EXPORTER_OTLP_ENDPOINT has it: `/v1/traces` comes after it. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly version: string;
  /** Keeps the traces of several installations apart. */
  readonly installation: string;
}

const EXPORT_TIMEOUT_MS = 5_000;
const STOP_PATIENCE_MS = 1_500;

/**
 * Starts telling the collector. All that is done for a message is one trace, whichever process does it and whenever: its
 * ids are worked out of the message's own, so that none has to be kept or handed on.
 */
export async function startTracing(options: TracingOptions): Promise<Tracing> {
  // Loaded late: it takes a tenth of a second, and few need it.
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = await import("@opentelemetry/api");
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-http");
  const { resourceFromAttributes } = await import("@opentelemetry/resources");
  const { BatchSpanProcessor, TracerProvider } = await import("@opentelemetry/sdk-trace");
  const { headers, serviceName, version } = options;
  const url = `${options.endpoint.replace(/\/+$/, "")}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: EXPORT_TIMEOUT_MS });
  // The next span's, where it is the first of its trace.
  let own: SpanContext | null = null;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": serviceName, "service.version": version }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: EXPORT_TIMEOUT_MS })],
    idGenerator: {
      generateTraceId: () => own?.traceId ?? randomBytes(16).toString("hex"),
      generateSpanId: () => own?.spanId ?? randomBytes(8).toString("hex"),
    },
  });
  const tracer = provider.getTracer("restsignal", version);
  const kinds = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, producer: SpanKind.PRODUCER };
  const placeOf = (of: Subject) => placeSubject(options.installation, of);

  function record({ name, kind, from, to, as, under, links = [], attributes, failure }: WorkDone): void {
    const parent = under === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, placeOf(under));
    own = as === undefined ? null : placeOf(as);
    const linked: Link[] = links.map((link) => ({
      context: placeOf(link),
      attributes: { "restsignal.subject": link },
    }));
    const described: Attributes = { ...attributes, ...nameSubject(as ?? under) };
    const span = tracer.startSpan(
      name,
      { kind: kinds[kind], startTime: from, attributes: described, links: linked },
      parent,
    );
    own = null;
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    span.end(to);
  }

  return {
    record,
    // A collector that is gone must not hold up the end; what could not be handed over is lost, and is no truth of ours.
    stop: () =>
      Promise.race([provider.shutdown().catch(() => {}), setTimeout(STOP_PATIENCE_MS, undefined, { ref: false })]),
  };
}

function nameSubject(of: Subject | undefined): Attributes {
  if (of === undefined) return {};
  const [kind, id] = of.split(":");
  return { [`restsignal.${kind ?? ""}.id`]: Number(id) };
}

const SAMPLED = 1;

/** The trace of all that is done for one, and the span that it begins with. */
function placeSubject(installation: string, of: Subject): SpanContext {
  const hash = createHash("sha256").update(`${installation} ${of}`).digest("hex");
  return { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48), traceFlags: SAMPLED, isRemote: true };
}
