import { readPolicy } from "../db/regions.ts";
import { EXTENT_GRADES } from "../domain/extent-fact.ts";
import { MAX_CONTACT_CHARS, parseContact } from "../domain/contact.ts";
import type { Region } from "../domain/region.ts";
import { HOUR_FIELDS, policySchema } from "../domain/policy.ts";
import { actAtCommandLine } from "../services/context.ts";
import { saveContact, savePolicy } from "../services/policies.ts";
import { parseCall, parseRegion, readAs, runAction, withDeps, type Command, type CommandContext } from "./command.ts";

export const policy: Command = {
  usage: [
    "policy show REGION [--json]",
    "policy set REGION FILE.json|- [--json]",
    'policy contact REGION "TEXT" [--json]',
  ],
  summary:
    'A region\'s rules: {"rules": [{"name"?, "priorities"?, "extents"?, "changes"?, "types"?, "action": "auto", "digest"?: "weekly"} | {…, "action": ' +
    '"ignore", "reason"} | {…, "action": "review", ' +
    `${HOUR_FIELDS.map((field) => `"${field}"?`).join(", ")}, "escalateTo"?: "approver" | "region-admin"}], ` +
    '"secondPerson"?, "resendUrgent"?}. "resendUrgent" sends an urgent message once more where nobody can find out ' +
    "whether it was heard (Teams), though it may then come twice. " +
    `extents: ${EXTENT_GRADES.join(", ")}; "weekly" keeps the facts for Monday's digest unless it gets worse. ` +
    'With "contact": how its medicines unit is reached when it is urgent, which stands in every message.',
  run: (context) => runAction(context, "policy", { show: runShow, set: runSet, contact: runContact }),
};

// The answer is JSON with and without --json, which is there since every command takes it.
const options = { json: { type: "boolean" } } as const;

function runShow(context: CommandContext): Promise<number> {
  const { positionals } = parseCall(context.args, { options, words: ["REGION"] });
  return showPolicy(context, parseRegion(positionals[0]));
}

async function runSet(context: CommandContext): Promise<number> {
  const { positionals } = parseCall(context.args, { options, words: ["REGION", "FILE"] });
  const region = parseRegion(positionals[0]);
  const file = positionals[1] ?? "";
  const read = await readAs(context, { file, schema: policySchema });
  if (read === null) return 1;
  await withDeps(context, (deps) =>
    savePolicy(actAtCommandLine(deps.publishing), { regionCode: region.code, policy: read.value }),
  );
  return showPolicy(context, region);
}

function showPolicy(context: CommandContext, region: Region): Promise<number> {
  return withDeps(context, async ({ database: { db } }) => {
    context.out(JSON.stringify(await readPolicy(db, region.code)));
    return 0;
  });
}

async function runContact(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { json: { type: "boolean" } },
    words: ["REGION", "TEXT"],
  });
  const region = parseRegion(positionals[0]);
  const read = parseContact(positionals[1] ?? "");
  if (read.kind !== "read") {
    context.problem(
      read.kind === "too-long"
        ? `The contact is longer than ${MAX_CONTACT_CHARS} characters: shorten it.`
        : `${read.found} looks like a personal identity number: take it away.`,
    );
    return 1;
  }
  const { contact } = read;
  await withDeps(context, (deps) =>
    saveContact(actAtCommandLine(deps.publishing), { regionCode: region.code, contact }),
  );
  if (values.json === true) context.out(JSON.stringify({ region: region.code, contact }));
  else context.out(contact === null ? `${region.name} has no contact any more.` : `${region.name}: ${contact}`);
  return 0;
}
