import { runServiceProcess } from "../src/service-process.ts";

// Pages and feeds, beside workers; the same as `restsignal serve --role web`.
await runServiceProcess("web");
