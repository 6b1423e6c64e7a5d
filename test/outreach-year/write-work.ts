import type { Db } from "../../src/db/schema.ts";
import { HABITS } from "./habits.ts";
import { insert, type Row } from "./insert-rows.ts";
import type { RegionYear, YearCase, YearMessage } from "./regions.ts";

export interface Messages {
  readonly messages: readonly YearMessage[];
  readonly messageIds: ReadonlyMap<YearMessage, number>;
  readonly caseIds: ReadonlyMap<YearCase, number>;
}

/** Accounts, drafts, and how long those who decided say that it took. */
export async function writeWork(
  trx: Db,
  { regions, messages, messageIds, caseIds }: Messages & { regions: readonly RegionYear[] },
) {
  const accounts = HABITS.flatMap(({ regionCode }, place) =>
    [0, 1].map((second) => ({
      id: place * 2 + second + 1,
      email: `curator${second}@region-${regionCode}.example`,
      name: "Farmaceut",
      state: "active",
      created_at: "2026-01-01T00:00:00Z",
      credential: 1,
    })),
  );
  await insert(trx, "account", accounts);
  const accountOf = new Map(HABITS.map(({ regionCode }, place) => [regionCode, place * 2 + 1]));
  const timed = messages.filter(({ minutes }) => minutes.length > 0);
  const drafts = timed.map((message, place) => ({
    id: place + 1,
    case_id: caseIds.get(message.of),
    region_code: message.of.regionCode,
    state: "published",
    revision: 1,
    content: {},
    created_by: accountOf.get(message.of.regionCode),
    created_at: message.at.toISOString(),
    updated_by: accountOf.get(message.of.regionCode),
    updated_at: message.at.toISOString(),
    message_id: messageIds.get(message),
  }));
  await insert(trx, "draft", drafts);
  const ofMessages = timed.flatMap((message, place) =>
    message.minutes.map((minutes, second) => ({ of: message.of, at: message.at, minutes, draft: place + 1, second })),
  );
  const ofDismissals = regions.flatMap(({ dismissals }) =>
    dismissals.map((one) => ({ ...one, draft: null, second: 0 })),
  );
  const rows = [...ofMessages, ...ofDismissals].map(({ of, at, minutes, draft, second }, place) => ({
    id: place + 1,
    case_id: caseIds.get(of),
    draft_id: draft,
    account_id: (accountOf.get(of.regionCode) ?? 1) + second,
    minutes,
    noted_at: at.toISOString(),
  }));
  await insert(trx, "decision_minutes", rows);
}

export async function writeFalls(
  trx: Db,
  { regions, messageIds, caseIds }: Omit<Messages, "messages"> & { regions: readonly RegionYear[] },
) {
  const falls = regions.flatMap((region) => region.falls);
  const written = falls.map(({ message, at }, place) => ({
    id: place + 1,
    case_id: caseIds.get(message.of),
    message_id: messageIds.get(message),
    alternative: { kind: "product", nplId: "20990000000099", name: "Alternativum" },
    told: { kind: "product", state: "unreported", from: null },
    state: { kind: "product", state: "short", from: null },
    fell_at: at.toISOString(),
  }));
  await insert(trx, "advice_fall", written);
  const mendings = falls.flatMap(({ message, at, mended }, place): Row[] => {
    if (mended === null) return [];
    const next = message.of.messages.find((one) => one.at >= at);
    if (mended.kind !== "message")
      return [{ fall_id: place + 1, kind: mended.kind, mended_at: mended.at.toISOString(), message_id: null }];
    return next === undefined
      ? []
      : [{ fall_id: place + 1, kind: "message", mended_at: next.at.toISOString(), message_id: messageIds.get(next) }];
  });
  await insert(
    trx,
    "advice_mending",
    mendings.map((mending, place) => ({ id: place + 1, ...mending })),
  );
}
