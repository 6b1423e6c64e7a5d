import type { Why } from "./match.ts";
import type { OwnHit } from "./own-match.ts";

const OWN_WORDS: Readonly<Record<OwnHit["by"], string>> = {
  package: "NPL-packid",
  product: "NPL-id",
  article: "varunummer",
};

/** The reason in one Swedish line, for lists and the command line. */
export function describeWhy(why: Why): string {
  if (why.confirmed === "by-hand") return `kopplad för hand till listans ${why.atc.entry}`;
  const parts = why.own === undefined ? describeCodes(why) : describeOwn(why.own, why);
  if (why.doubts.includes("candidate")) parts.push("källan är ingen officiell anmälan");
  if (why.confirmed === "match") parts.push("bekräftad av handläggare");
  return parts.join("; ");
}

/** Also in what it is not what the line says, which may be a slip in the list. */
function describeOwn({ by, id, outside }: NonNullable<Why["own"]>, { atc, form, strength }: Why): string[] {
  const vouched = by === "article" ? " med samma namn eller innehavare" : "";
  const parts = [`upphandlat: ${OWN_WORDS[by]} ${id}${vouched} står på raden`];
  if (!outside) return parts;
  if (atc.notice !== "" && !atc.notice.startsWith(atc.entry) && !atc.entry.startsWith(atc.notice))
    parts.push(`men ${nameCode(atc.notice)} ryms inte i listans ${atc.entry}`);
  else if (form !== null && form.notice !== null && form.notice !== form.entry)
    parts.push(`men formen är ${form.text ?? form.notice}, på listan ${form.entry}`);
  else if (strength !== null && strength.notice !== null)
    parts.push(`men styrkan är ${strength.notice}, på listan ${strength.entry}`);
  return parts;
}

function describeCodes(why: Why): string[] {
  const relation = why.doubts.includes("atc-shorter") ? "är kortare än" : "ryms i";
  const parts = [`${nameCode(why.atc.notice)} ${relation} listans ${why.atc.entry}`];
  if (why.form !== null)
    parts.push(why.form.notice === null ? "formen kunde inte läsas" : `${why.form.entry} (${why.form.text ?? ""})`);
  if (why.strength !== null) parts.push(describeStrength(why.strength, why.doubts));
  return parts;
}

function describeStrength(strength: NonNullable<Why["strength"]>, doubts: Why["doubts"]): string {
  if (doubts.includes("list-strength")) return `listans styrka ”${strength.entry}” kunde inte läsas`;
  if (strength.notice === null) return "styrkan kunde inte läsas";
  return doubts.includes("strength-unknown")
    ? `osäkert om styrka ${strength.notice} är listans ${strength.entry}`
    : `styrka ${strength.notice}`;
}

function nameCode(code: string): string {
  return code.startsWith("EMDN ") ? code : `ATC ${code}`;
}
