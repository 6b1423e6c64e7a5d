/**
 * A process of its own that hands out what waits in the database at DATABASE_URL. It kills itself between two steps as
 * soon as so many deliveries are made as KILL_AT says; without it, it may be killed from outside.
 */
import { setImmediate } from "node:timers/promises";
import { openDatabase } from "../../src/db/client.ts";
import { fanOut } from "../../src/services/fan-outs.ts";

const database = await openDatabase(process.env["DATABASE_URL"] ?? "");
const { db } = database;
const killAt = Number(process.env["KILL_AT"] ?? Infinity);
const handingOut = fanOut({ db, now: () => new Date() });
while (Number.isFinite(killAt)) {
  const { made } = await db
    .selectFrom("fan_out")
    .select((eb) => eb.fn.sum<string>("deliveries").as("made"))
    .executeTakeFirstOrThrow();
  if (Number(made) >= killAt) process.kill(process.pid, "SIGKILL");
  await setImmediate();
}
await handingOut;
await database.close();
