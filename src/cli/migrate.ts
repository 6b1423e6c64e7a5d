import { openDatabase } from "../db/client.ts";
import { migrate } from "../db/migrations.ts";
import { describeSchema } from "../db/schema-version.ts";
import { parseCall, type Command } from "./command.ts";

export const migrateCommand: Command = {
  usage: ["migrate [--json]"],
  summary:
    "Brings the database to the shape that this version needs, beside running processes of the version before, and says what ran.",
  async run({ args, config, out }) {
    const { values } = parseCall(args, { options: { json: { type: "boolean" } }, words: [] });
    const database = await openDatabase(config.DATABASE_URL, { schema: "leave" });
    try {
      const ran = await migrate(database.db);
      if (values.json === true) out(JSON.stringify({ ran }));
      else if (ran.length === 0) out(`Nothing to do. ${describeSchema({ kind: "current" })}`);
      else for (const name of ran) out(`${name}: done`);
      return 0;
    } finally {
      await database.close();
    }
  },
};
