import { runServiceProcess } from "../src/service-process.ts";

// Polling, publishing and sending, without pages; the same as `restsignal serve --role worker`.
await runServiceProcess("worker");
