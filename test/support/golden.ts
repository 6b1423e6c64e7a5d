import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/**
 * Compares with `test/fixtures/golden/<name>`: what readers saw when somebody last looked. With UPDATE_GOLDEN=1 the file
 * is written instead; read the difference before it is committed.
 */
export function expectGolden(name: string, actual: string): void {
  const [style] = STYLE.exec(actual) ?? [];
  if (!name.endsWith(".html") || style === undefined) return compare(name, actual);
  compare("email.css", style);
  return compare(name, actual.replace(style, `<style>{{email.css}}</style>`));
}

/** All mails have the one style: it stands in a file of its own. */
const STYLE = /<style>[^<]*<\/style>/;

function compare(name: string, actual: string): void {
  const path = fileURLToPath(new URL(`../fixtures/golden/${name}`, import.meta.url));
  const text = `${actual.trimEnd()}\n`;
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  const hint = `test/fixtures/golden/${name} differs. If readers should see the new text: UPDATE_GOLDEN=1 npx vitest run test/channels/golden.test.ts`;
  expect(text, hint).toBe(existsSync(path) ? readFileSync(path, "utf8") : "");
}
