/** The colours of the e-mail in daylight, each text on its background at 4.5:1 or better. */
export const emailColors = {
  text: "#1a1f24",
  muted: "#4a545e",
  link: "#0b4f8a",
  page: "#f1f3f5",
  paper: "#ffffff",
  line: "#c9d1d9",
  advice: "#e9f4ec",
  adviceLine: "#1c6b3c",
  warning: "#fff3d1",
  warningLine: "#9a6a00",
  urgent: "#9b1111",
} as const;

/** The same for readers who have asked for dark. */
export const darkEmailColors: Record<keyof typeof emailColors, string> = {
  text: "#e8ecf0",
  muted: "#b4bec8",
  link: "#9ccbff",
  page: "#14181c",
  paper: "#1f252b",
  line: "#46515b",
  advice: "#15321f",
  adviceLine: "#5fbf85",
  warning: "#3a2e0a",
  warningLine: "#dba828",
  urgent: "#ffa3a3",
};

const c = emailColors;

/** The style sheet of the e-mail, to be inlined: many mail readers keep no other. A word breaks rather than widens it. */
export const emailCss = `
body { margin: 0; padding: 0; background: ${c.page}; color: ${c.text}; }
body, td { font-family: "Segoe UI", Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: ${c.text}; }
table { table-layout: fixed; }
td { overflow-wrap: anywhere; word-break: break-word; }
.page { background: ${c.page}; }
.column { max-width: 640px; margin: 0 auto; }
.whole-width { text-align: left; }
.paper { background: ${c.paper}; border: 1px solid ${c.line}; padding: 20px 24px; }
h1 { font-size: 18px; line-height: 1.35; margin: 16px 24px; }
h2, h3 { font-size: 17px; line-height: 1.3; margin: 20px 0 6px; }
.subject { font-size: 22px; line-height: 1.3; margin: 0 0 8px; }
p { margin: 0 0 8px; }
ul { margin: 0 0 12px 20px; padding: 0; }
li { margin: 0 0 10px; }
a { color: ${c.link}; text-decoration: underline; }
h2.subject { font-size: 18px; margin: 0 0 4px; }
.index { margin: 0; font-size: 15px; line-height: 1.35; }
.index li { list-style: none; margin: 0 0 8px; }
.brief { font-size: 14px; }
.kicker { font-weight: bold; margin: 0; }
.urgent { color: ${c.urgent}; }
.extent { margin: 0 0 4px; }
.summary { font-weight: bold; margin: 0 0 4px; }
.muted { color: ${c.muted}; font-size: 14px; }
.lead { font-weight: bold; }
.scope { margin: 0 0 4px; }
.box { margin: 16px 0; }
.advice { background: ${c.advice}; border-left: 4px solid ${c.adviceLine}; padding: 12px 16px 6px; }
.warning { background: ${c.warning}; border-left: 4px solid ${c.warningLine}; padding: 12px 16px 6px; }
.none { background: ${c.page}; border-left: 4px solid ${c.muted}; padding: 12px 16px 6px; }
.none h2, .advice h2, .none h3, .advice h3 { margin-top: 0; }
.whole { white-space: nowrap; }
.gap { font-size: 8px; line-height: 10px; }
.foot { padding: 12px 24px; }
.edge { margin-left: 24px; margin-right: 24px; }
`;

const d = darkEmailColors;

/** What holds on a narrow screen and in the dark alone: it stays a style sheet, and overrules what was inlined. */
export const adaptiveEmailCss = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) {
.paper { padding: 14px 16px !important; }
h1, .edge { margin-left: 16px !important; margin-right: 16px !important; }
h1.subject { margin-left: 0 !important; margin-right: 0 !important; }
.contents { padding: 10px 12px !important; }
.foot { padding: 8px 16px !important; }
.index { font-size: 14px !important; }
.brief { font-size: 13px !important; }
body, td { line-height: 1.4 !important; }
h2, h3 { margin-top: 12px !important; }
.none h2, .advice h2, .none h3, .advice h3 { margin-top: 0 !important; }
h2.subject { margin-top: 0 !important; }
li { margin-bottom: 4px !important; }
p { margin-bottom: 6px !important; }
.kicker, .extent, .summary, .scope { margin-bottom: 2px !important; }
.box { margin: 10px 0 !important; }
}
@media (prefers-color-scheme: dark) {
body, .page { background: ${d.page} !important; }
body, td { color: ${d.text} !important; }
.paper { background: ${d.paper} !important; border-color: ${d.line} !important; }
a { color: ${d.link} !important; }
.urgent { color: ${d.urgent} !important; }
.muted { color: ${d.muted} !important; }
.advice { background: ${d.advice} !important; border-color: ${d.adviceLine} !important; }
.warning { background: ${d.warning} !important; border-color: ${d.warningLine} !important; }
.none { background: ${d.page} !important; border-color: ${d.muted} !important; }
}
`;
