import type { Child } from "hono/jsx";
import { raw } from "hono/html";
import type { Language } from "../src/domain/message.ts";
import { adaptiveEmailCss } from "./email-css.ts";

/** What every mail is in, as HTML that still needs `emailCss` inlined. */
export function EmailShell({
  language,
  subject,
  children,
}: {
  readonly language: Language;
  readonly subject: string;
  readonly children?: Child;
}) {
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        {/* Not inlined: it holds only where its media query does. */}
        {raw(`<style data-embed>${adaptiveEmailCss}</style>`)}
      </head>
      <body>{children}</body>
    </html>
  );
}
