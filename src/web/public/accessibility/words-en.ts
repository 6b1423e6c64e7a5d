import type { AccessibilityStrings } from "./words-sv.ts";

export const accessibilityEn: AccessibilityStrings = {
  title: "Accessibility",
  lead: "Everyone should be able to use Restsignal. This page says how the site follows the Swedish act on accessibility to digital public services, and how to tell us when something does not work.",
  howHeading: "How accessible is the site?",
  how: "The pages are built to meet WCAG 2.1 at level AA. They work with a keyboard alone, with a screen reader, without scripts, on a narrow screen and at double text size.",
  gapsHeading: "What we know falls short",
  gaps: [
    "The site has not been audited by an external party. We have only tested it ourselves, mostly with automatic tools.",
    "The pages have not yet been tested together with people who use assistive technology.",
    "Product names and packages are shown with the abbreviations that the source uses.",
    "The English pages show the region's advice in Swedish where there is none in English.",
  ],
  testedHeading: "How we have tested the site",
  tested:
    "Every change is tested automatically in a browser: narrow and wide screens, light and dark mode, and by keyboard.",
  reportHeading: "Tell us when something does not work",
  report: "Say which page it is and what does not work. If you need the content in another way, you can ask for it.",
  write: "Write to",
  noContact: "Contact your region's medicines unit, which will pass it on to us.",
  cookiesHeading: "Cookies",
  cookies:
    "The site remembers your language and the region you looked at last, in two cookies in your browser, for a year. They say nothing of who you are. Whoever signs in to the desk gets a cookie that keeps them signed in.",
  supervisorHeading: "If you are not satisfied with the answer",
  supervisor: "The Agency for Digital Government (Digg) supervises the act. You can report shortcomings to Digg.",
};
