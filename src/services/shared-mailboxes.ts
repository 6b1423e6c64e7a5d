import { insertAudit } from "../db/audit.ts";
import {
  deleteSignUp,
  findSignUp,
  hasWaitingSignUp,
  lockSubscriber,
  prolongSignUp,
  silenceSignUp,
  type SignUp,
} from "../db/sign-ups.ts";
import type { Db } from "../db/schema.ts";
import { DAILY } from "../domain/rhythm.ts";
import { SHARED_MAILBOX_AGREEMENT } from "../domain/reconfirmation.ts";
import { readerLetterJob } from "../jobs/reader-letter.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";
import type { Held } from "./reader-letters.ts";
import { noteSignUp, writeConfirmation } from "./sign-ups.ts";

interface Asked {
  readonly regionCode: string;
  /** Of whoever asks: `networksOf(…).wide`. */
  readonly network: string;
}

/**
 * Asks at a ward's shared mailbox whether it wants a region's messages, each day: nothing comes before somebody there has
 * said yes by the link, so that no mistyped address gets anything. `agreement` says who agreed, how and when, and is kept with
 * the subscription. `waiting`: it has been asked, and has not answered; nothing more is sent.
 */
export async function inviteMailbox(
  ctx: ServiceContext,
  input: Asked & { readonly address: string; readonly areas: readonly string[]; readonly agreement: string },
): Promise<{ readonly kind: "asked" | "waiting" } | Held | Forbidden> {
  const { regionCode, network, address, areas, agreement } = input;
  if (!mayDo(ctx, "administer", regionCode)) return FORBIDDEN;
  const { actor, now } = ctx;
  const [first, ...others] = areas;
  const filter = first === undefined ? {} : { areas: [first, ...others] as [string, ...string[]] };
  const result = await ctx.db.transaction().execute(async (trx) => {
    await lockSubscriber(trx, address);
    const waiting = { regionCode, address, agreedVersion: SHARED_MAILBOX_AGREEMENT, now };
    if (await hasWaitingSignUp(trx, waiting)) return { kind: "waiting" } as const;
    const noted = await noteSignUp(trx, {
      address,
      choices: {
        regionCodes: [regionCode],
        wish: { filter, atOnce: false, untilResolved: false },
        delivery: { rhythm: DAILY, urgent: "day", quiet: null, language: "sv" },
      },
      agreement: { version: SHARED_MAILBOX_AGREEMENT, text: agreement },
      network,
      now,
    });
    if (noted.kind === "asked")
      await insertAudit(trx, { at: now, actor, regionCode, deed: "mailbox-invited", objectId: noted.signUpId });
    return noted;
  });
  if (result.kind !== "asked") return result;
  await ctx.enqueue?.([readerLetterJob]);
  return { kind: "asked" };
}

/** Writes to such a mailbox once more, within the limits of letters; `unknown`: none of the region's waits under that number. */
export async function inviteMailboxAgain(
  ctx: ServiceContext,
  { regionCode, network, id }: Asked & { readonly id: number },
): Promise<{ readonly kind: "asked" | "unknown" } | Held | Forbidden> {
  if (!mayDo(ctx, "administer", regionCode)) return FORBIDDEN;
  const { actor, now } = ctx;
  const result = await ctx.db.transaction().execute(async (trx) => {
    const signUp = await holdInvitation(trx, { regionCode, id });
    if (signUp === null) return { kind: "unknown" } as const;
    const sent = await writeConfirmation(trx, { ...signUp, signUpId: id, network, now });
    if (sent.kind === "held") return sent;
    await prolongSignUp(trx, { id, now });
    await insertAudit(trx, { at: now, actor, regionCode, deed: "mailbox-invited-again", objectId: id });
    return { kind: "asked" } as const;
  });
  if (result.kind === "asked") await ctx.enqueue?.([readerLetterJob]);
  return result;
}

/** Takes an invitation back: the address is erased, and links that have gone there open nothing. */
export async function withdrawInvitation(
  ctx: ServiceContext,
  { regionCode, id }: Pick<Asked, "regionCode"> & { readonly id: number },
): Promise<{ readonly kind: "withdrawn" | "unknown" } | Forbidden> {
  if (!mayDo(ctx, "administer", regionCode)) return FORBIDDEN;
  const { actor, now } = ctx;
  return ctx.db.transaction().execute(async (trx) => {
    if ((await holdInvitation(trx, { regionCode, id })) === null) return { kind: "unknown" };
    await silenceSignUp(trx, { id, now });
    await deleteSignUp(trx, id);
    await insertAudit(trx, { at: now, actor, regionCode, deed: "mailbox-withdrawn", objectId: id });
    return { kind: "withdrawn" };
  });
}

/** A region's invitation that nobody has answered, which cannot be answered before the end of the transaction; null where there is none. */
async function holdInvitation(
  trx: Db,
  { regionCode, id }: { readonly regionCode: string; readonly id: number },
): Promise<SignUp | null> {
  const found = await findSignUp(trx, id);
  if (found === null) return null;
  await lockSubscriber(trx, found.address);
  const signUp = await findSignUp(trx, id);
  const isTheirs =
    signUp?.agreement.version === SHARED_MAILBOX_AGREEMENT && signUp.choices.regionCodes.includes(regionCode);
  return signUp !== null && isTheirs && signUp.confirmedAt === null ? signUp : null;
}
