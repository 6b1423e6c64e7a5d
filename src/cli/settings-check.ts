import { statSync } from "node:fs";
import type { Config } from "../config.ts";
import type { Finding } from "./setup.ts";

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/** What the settings leave open, or open too far. */
export function checkSettings(config: Config): Finding[] {
  return [
    checkAddress(config),
    ...checkProxies(config),
    checkMode(config),
    checkContact(config),
    checkSecurityContact(config),
    checkKey(config),
    ...checkFile(),
  ];
}

/** It stands in every message, and the session's cookie needs https to be kept from others. */
function checkAddress({ PUBLIC_URL, HOST, DELIVERY_MODE }: Config): Finding {
  const part = "PUBLIC_URL";
  const { hostname, protocol } = new URL(PUBLIC_URL);
  const isLocal = LOOPBACK.test(hostname);
  const isOpen = DELIVERY_MODE === "live" || !LOOPBACK.test(HOST);
  const mend = "set PUBLIC_URL to the https address that readers reach the pages at";
  if (isLocal)
    return {
      part,
      state: isOpen ? "missing" : "optional",
      detail: `${PUBLIC_URL} leads nowhere but on this machine`,
      mend,
    };
  if (protocol === "http:") return { part, state: "missing", detail: `${PUBLIC_URL} is not encrypted`, mend };
  return { part, state: "ready", detail: PUBLIC_URL };
}

/** An https address that we do not serve ourselves has a proxy in front. */
function checkProxies({ PUBLIC_URL, TRUSTED_PROXIES }: Config): Finding[] {
  if (TRUSTED_PROXIES > 0 || !PUBLIC_URL.startsWith("https:")) return [];
  const detail = "all visitors share one limit of sign-in tries, since the proxy's word on who asks is not believed";
  return [
    { part: "TRUSTED_PROXIES", state: "missing", detail, mend: "set it to how many proxies of yours stand in front" },
  ];
}

function checkMode({ DELIVERY_MODE }: Config): Finding {
  const part = "DELIVERY_MODE";
  return DELIVERY_MODE === "live"
    ? { part, state: "ready", detail: "live: messages are sent" }
    : { part, state: "optional", detail: "capture: nothing is sent", mend: "set DELIVERY_MODE=live when all is ready" };
}

function checkContact({ CONTACT }: Config): Finding {
  const part = "CONTACT";
  return CONTACT === undefined
    ? { part, state: "optional", detail: "readers are not told whom to write to", mend: "set it to an e-mail address" }
    : { part, state: "ready", detail: CONTACT };
}

/** Where those who find a hole can tell of it. */
function checkSecurityContact({ SECURITY_CONTACT }: Config): Finding {
  const part = "SECURITY_CONTACT";
  if (SECURITY_CONTACT !== undefined) return { part, state: "ready", detail: SECURITY_CONTACT };
  const detail = "there is no security.txt: nobody is told where to report a security fault";
  return { part, state: "optional", detail, mend: "set it to mailto:ADDRESS or an https address" };
}

/** Whoever copies the database should not be able to make people's codes. */
function checkKey({ SECRET_KEY }: Config): Finding {
  const part = "SECRET_KEY";
  if (SECRET_KEY !== undefined) return { part, state: "ready", detail: "two-step sign-in is sealed with it" };
  const detail =
    "the keys of two-step sign-in are sealed with a key that lies in the same database, and in each copy of it";
  const mend =
    "set it to what openssl rand -base64 32 prints; who has two-step sign-in already keeps it, and turns it off and on to have it sealed anew";
  return { part, state: "optional", detail, mend };
}

/** It holds the secrets. */
function checkFile(): Finding[] {
  const found = statSync(".env", { throwIfNoEntry: false });
  if (found === undefined || (found.mode & 0o077) === 0) return [];
  return [
    { part: ".env", state: "failing", detail: "others than you can read the secrets in it", mend: "chmod 600 .env" },
  ];
}
