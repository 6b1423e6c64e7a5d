import type { Channel } from "../channels/channel.ts";
import { holdLearned, readLearned, WHOLE_CHANNEL, writeLearned, type NamedLearned } from "../db/remotes.ts";
import type { Db } from "../db/schema.ts";
import type { Outcome } from "../domain/delivery.ts";
import { isWell, learn, readSigns, UNTRIED, type Sign } from "../domain/remote.ts";

interface Lesson {
  readonly name: string;
  readonly sign: Sign;
  readonly startedAt: Date;
}

interface Attempt {
  readonly sending: { readonly channel: string; readonly remote: string };
  readonly startedAt: Date | null;
  readonly outcome: Outcome | null;
}

/** Takes what attempts say of the remotes that they went through to heart, for all processes. */
export async function learnFrom(
  trx: Db,
  input: { channels: ReadonlyMap<string, Channel>; attempts: readonly Attempt[]; now: Date },
): Promise<void> {
  const { channels, attempts, now } = input;
  const byChannel = Map.groupBy(attempts, ({ sending }) => sending.channel);
  // In the order in which whoever takes from several holds them.
  for (const [name, own] of [...byChannel].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const channel = channels.get(name);
    if (channel !== undefined) await learnOfChannel(trx, { channel, lessons: own.flatMap(readLessons), now });
  }
}

/** Whether attempts that were all taken went through remotes that were well already. */
export async function teachNothing(db: Db, attempts: readonly Attempt[]): Promise<boolean> {
  for (const [channel, own] of Map.groupBy(attempts, ({ sending }) => sending.channel)) {
    const names = [...new Set([WHOLE_CHANNEL, ...own.map(({ sending }) => sending.remote)])];
    if (!(await readLearned(db, { channel, names })).every(isWell)) return false;
  }
  return true;
}

function readLessons({ sending, startedAt, outcome }: Attempt): Lesson[] {
  // What touched no network says nothing of it.
  if (startedAt === null || outcome === null) return [];
  const signs = readSigns(outcome);
  const about = [
    { name: sending.remote, sign: signs.remote },
    { name: WHOLE_CHANNEL, sign: signs.channel },
  ];
  return about.flatMap(({ name, sign }) => (sign === null ? [] : [{ name, sign, startedAt }]));
}

async function learnOfChannel(
  trx: Db,
  { channel, lessons, now }: { channel: Channel; lessons: readonly Lesson[]; now: Date },
): Promise<void> {
  const place = { channel: channel.name, names: [...new Set(lessons.map(({ name }) => name))] };
  if (place.names.length === 0) return;
  // Most are well and stay so: nobody waits for a row that does not change.
  const isNews = lessons.some(({ sign }) => sign.kind === "ill");
  if (!isNews && (await readLearned(trx, place)).every(isWell)) return;
  const { sendingsPerSecond, remotePerSecond = sendingsPerSecond } = channel.limits;
  const known = new Map((await holdLearned(trx, place)).map((one) => [one.name, one]));
  const learned = place.names.map((name): NamedLearned => {
    const limit = name === WHOLE_CHANNEL ? sendingsPerSecond : remotePerSecond;
    const own = lessons.filter((lesson) => lesson.name === name);
    const state = own.reduce(
      (so, { sign, startedAt }) => learn(so, sign, { startedAt, now, limit }),
      known.get(name) ?? UNTRIED,
    );
    return { ...state, name };
  });
  await writeLearned(trx, { channel: channel.name, perSecond: sendingsPerSecond, learned });
}
