import { changePolicy, readPolicy } from "../db/regions.ts";
import { policySchema } from "../domain/policy.ts";
import { parseCall, parseRegion, readJson, tellFaults, UsageError, withDeps, type Command } from "./command.ts";

export const policy: Command = {
  name: "policy",
  usage: ["policy show REGION [--json]", "policy set REGION FILE.json|- [--json]"],
  summary:
    'A region\'s rules: {"rules": [{"name"?, "priorities"?, "changes"?, "types"?, "action": "auto"} | {…, "action": ' +
    '"ignore", "reason"} | {…, "action": "review", "dueAfterHours"?, "remindAfterHours"?, "escalateAfterHours"? with ' +
    '"escalateTo": "approver" | "region-admin", "sendAfterHours"?}], "secondPerson"?}.',
  async run(context) {
    const [action, ...args] = context.args;
    if (action !== "show" && action !== "set") throw new UsageError(`policy ${action ?? ""}: say show or set`);
    // The answer is JSON with and without --json, which is there since every command takes it.
    const { positionals } = parseCall(args, {
      options: { json: { type: "boolean" } },
      words: action === "set" ? ["REGION", "FILE"] : ["REGION"],
    });
    const regionCode = parseRegion(positionals[0]).code;
    if (action === "set") {
      const file = positionals[1] ?? "";
      const read = await readJson(context, file);
      if (read === null) return 1;
      const parsed = policySchema.safeParse(read.value);
      if (!parsed.success) {
        tellFaults(context, { file, error: parsed.error });
        return 1;
      }
      const actor = { who: "command line", accountId: null, origin: "command line" };
      await withDeps(context, ({ database: { db }, now }) =>
        changePolicy(db, { regionCode, policy: parsed.data, actor, now: now() }),
      );
    }
    return withDeps(context, async ({ database: { db } }) => {
      context.out(JSON.stringify(await readPolicy(db, regionCode)));
      return 0;
    });
  },
};
