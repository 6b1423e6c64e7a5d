/** A process of its own that makes the digests that are due at NOW, in the database at DATABASE_URL, and says so. */
import { openDatabase } from "../../src/db/client.ts";
import { runDigests } from "../../src/services/digest-runs.ts";
import { createRecordingChannel } from "./recording-channel.ts";

const database = await openDatabase(process.env["DATABASE_URL"] ?? "");
const email = createRecordingChannel({ name: "email", batches: true });
const now = new Date(process.env["NOW"] ?? "");
await runDigests({ db: database.db, now: () => now, channels: new Map([["email", email]]) }, { waitForNews: false });
await database.close();
