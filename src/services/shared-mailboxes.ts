import { insertAudit } from "../db/audit.ts";
import { findSignUp, prolongSignUp } from "../db/sign-ups.ts";
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
 * the subscription.
 */
export async function inviteMailbox(
  ctx: ServiceContext,
  input: Asked & { readonly address: string; readonly areas: readonly string[]; readonly agreement: string },
): Promise<{ readonly kind: "asked" } | Held | Forbidden> {
  const { regionCode, network, address, areas, agreement } = input;
  if (!mayDo(ctx, "administer", regionCode)) return FORBIDDEN;
  const { actor, now } = ctx;
  const [first, ...others] = areas;
  const filter = first === undefined ? {} : { areas: [first, ...others] as [string, ...string[]] };
  const result = await ctx.db.transaction().execute(async (trx) => {
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
  if (result.kind === "held") return result;
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
    const signUp = await findSignUp(trx, id);
    const isTheirs =
      signUp?.agreement.version === SHARED_MAILBOX_AGREEMENT && signUp.choices.regionCodes.includes(regionCode);
    if (signUp === null || !isTheirs || signUp.confirmedAt !== null) return { kind: "unknown" } as const;
    const sent = await writeConfirmation(trx, { ...signUp, signUpId: id, network, now });
    if (sent.kind === "held") return sent;
    await prolongSignUp(trx, { id, now });
    await insertAudit(trx, { at: now, actor, regionCode, deed: "mailbox-invited-again", objectId: id });
    return { kind: "asked" } as const;
  });
  if (result.kind === "asked") await ctx.enqueue?.([readerLetterJob]);
  return result;
}
