import { z } from "zod";
import type { Drawing } from "../../../channels/channel.ts";
import { findSending, type SendingRecord } from "../../../db/sending-record.ts";
import { stockholmDate } from "../../../domain/calendar.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { showPayload } from "../../../services/sent-payloads.ts";
import { emailPreviewResponse } from "../../desk-parts/previews.ts";
import { describeReceiver } from "../../desk-parts/shown-stops.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument } from "../../frame/page.ts";
import { allowOwnFrames } from "../../frame/security-headers.ts";
import type { WebDeps } from "../../web-deps.ts";
import type { DeskContext, DeskRoute } from "../desk-route.ts";
import { onBoth, type Place } from "./place.ts";
import { SendingPage } from "./sending-page.tsx";

/** One sending: what went out, to whom, and how each attempt ended. */
export function createSendingRoutes(deps: WebDeps): readonly DeskRoute[] {
  const about = (path: string, answer: (c: DeskContext, place: Place, sending: SendingRecord) => Shown) =>
    onBoth("get", `/sendings/:sending${path}`, {
      needs: "read",
      handle: async (c, place) => {
        const sending = await findHere(deps, c, place);
        return sending === null ? answerNotFound(c, c.var.page.t.notFound.text) : answer(c, place, sending);
      },
    });
  return [
    ...about("", (c, place, sending) => answerSending(deps, c, { place, sending })),
    ...about("/mail", (c, _place, sending) => answerMail(deps, c, sending)),
    ...about("/payload.json", (c, _place, sending) => answerJson(deps, c, sending)),
    ...about("/payload.txt", (c, _place, sending) => answerText(deps, c, sending)),
  ];
}

type Shown = Response | Promise<Response>;

/** Whether another region has a sending of that number is nobody's business. */
async function findHere({ db, now }: WebDeps, c: DeskContext, { regionCode }: Place): Promise<SendingRecord | null> {
  const id = parseRowId(c.req.param("sending"));
  return id === null ? null : findSending(db, { id, regionCode, today: stockholmDate(now()) });
}

function answerSending(
  { channels, now }: WebDeps,
  c: DeskContext,
  { place, sending }: { place: Place; sending: SendingRecord },
): Shown {
  const shown = showPayload(channels.get(sending.channel), sending);
  const target = sending.envelope?.target ?? sending.subscription.target;
  const receiver = describeReceiver(channels, { channel: sending.channel, target });
  allowOwnFrames(c);
  const props = { page: c.var.page, place, sending, shown, receiver, language: languageOf(sending), now: now() };
  return c.html(renderDocument(<SendingPage {...props} />));
}

const writtenSchema = z.object({ language: z.enum(["sv", "en"]) });

/** What a sending is written in, where what is kept says so. */
function languageOf({ content }: SendingRecord): "sv" | "en" {
  const { success, data } = writtenSchema.safeParse(content);
  return success ? data.language : "sv";
}

function drawn({ channels }: WebDeps, sending: SendingRecord): Drawing | null {
  const shown = showPayload(channels.get(sending.channel), sending);
  return shown.kind === "shown" ? shown.drawing : null;
}

function answerMail(deps: WebDeps, c: DeskContext, sending: SendingRecord): Shown {
  const drawing = drawn(deps, sending);
  return drawing?.kind === "mail" ? emailPreviewResponse(drawing.html) : answerNotFound(c, c.var.page.t.notFound.text);
}

function answerJson({ channels }: WebDeps, c: DeskContext, sending: SendingRecord): Shown {
  const shown = showPayload(channels.get(sending.channel), sending);
  if (shown.kind === "unwritten") return answerNotFound(c, c.var.page.t.notFound.text);
  const text = JSON.stringify(shown.kind === "shown" ? shown.payload : shown.data, null, 2);
  return answerFile(c, { name: `restsignal-${sending.id}.json`, type: "application/json", text });
}

function answerText(deps: WebDeps, c: DeskContext, sending: SendingRecord): Shown {
  const text = textOf(drawn(deps, sending));
  if (text === null) return answerNotFound(c, c.var.page.t.notFound.text);
  return answerFile(c, { name: `restsignal-${sending.id}.txt`, type: "text/plain", text });
}

/** What a sending says in plain text; null where its channel has none. */
function textOf(drawing: Drawing | null): string | null {
  if (drawing?.kind === "mail") return `${drawing.subject}\n\n${drawing.text}`;
  return drawing?.kind === "slack-blocks" ? drawing.text : null;
}

function answerFile(c: DeskContext, { name, type, text }: { name: string; type: string; text: string }): Response {
  c.header("content-type", `${type}; charset=utf-8`);
  c.header("content-disposition", `attachment; filename="${name}"`);
  return c.body(text);
}
