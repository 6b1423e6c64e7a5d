import { runServiceProcess } from "../src/service-process.ts";

// Everything in one process: pages, feeds, polling and sending. What `npm start` runs.
await runServiceProcess("all");
