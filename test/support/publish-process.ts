/** A process of its own that publishes what is due at NOW in the database at DATABASE_URL, and may be killed while it does. */
import { openDatabase } from "../../src/db/client.ts";
import { publishDueDrafts } from "../../src/jobs/publish.handler.ts";

const database = await openDatabase(process.env["DATABASE_URL"] ?? "");
const now = new Date(process.env["NOW"] ?? "");
await publishDueDrafts({ db: database.db, now: () => now, digestChannels: new Set() });
await database.close();
