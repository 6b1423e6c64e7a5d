import { describe, expect, it } from "vitest";
import { lookAt, looksMisread } from "../../src/domain/swedish-text.ts";
import { readCases } from "../support/case-table.ts";

const look = (text: string) => {
  const { garbled, odd } = lookAt([text]);
  return garbled ? "garbled" : odd.size > 0 ? "odd" : "plain";
};

describe("how text looks whose encoding nobody told", () => {
  it.each(
    readCases<[string]>(`
      Järnsukros och Ämne på åren, Öst
      KÅVEPENIN
      idé
      Ö
      10–20 mg
      Alvedon®
      Fucidin (natrium)®
      20 °C
      5°
      37 °F
      m²
      x (3)³
      µg
      ≥ 18
      ≥\u00A018
      20\u00A0°C
      ±5
      ½ tablett
      2 × 5
      10€
      €10
      ja…
      ”Ring först”
      Säg ”hej du” nu
      • punkt
      © 2026
      a\u00A0 b
      10 ‰
      § 5
    `),
  )("%j is plain Swedish", (text) => {
    expect(look(text)).toBe("plain");
  });

  it.each(
    readCases<[string]>(`
      Crème
      Grünenthal
      à 5
      é
      nr5å
      Anna–Lisa
      lång\u00A0rad
      mjuk\u00ADt
      d’or
      l´eau
      säger”
      ”säger
      …ja
      9…
      50 º
      µ
      €
      † död
      10 €
      a … b
    `),
  )("%j is odd", (text) => {
    expect(look(text)).toBe("odd");
  });

  it.each(
    readCases<[string]>(`
      JŠrnsukros
      J‰rnsukros
      Jõrnsukros
      Жизнь
      x漢
      jÄrn
      åÄ
      JäRN
      JÄRNä
      Åå Ååa åÅA
      5Ä
      ä5
      ü5
      5ü
      ü
      Ü
      a©b
      ½a
      a½
      ×x
      ®
      " ™"
      ®x
      a°C
      °C
      20 °x
      a≥5
      ≥x
      aµ
      •x
      x•
      •5
      a”b
      x”5
      a…b
      ’n
      " ´"
      \u00AD
      †x
      €x
      aº
      ☃
    `),
  )("%j was read with the wrong encoding", (text) => {
    expect(look(text)).toBe("garbled");
  });

  it("tells the odd words and the letters that make them so", () => {
    const { odd, oddLetters } = lookAt(["Crème brûlée för Grünenthal AB", "bra text", "Crème"]);
    expect([...odd]).toEqual(["Crème", "brûlée", "Grünenthal"]);
    expect([...oddLetters]).toEqual(["è", "û", "ü"]);
  });

  it("tells no more of a word than forty letters on either side", () => {
    const { odd } = lookAt([`${"a".repeat(60)}è${"b".repeat(60)}`]);
    expect([...odd]).toEqual([`${"a".repeat(40)}è${"b".repeat(39)}`]);
  });

  it("stops at the first character that cannot stand where it stands", () => {
    expect(lookAt(["Crème", "☃", "Grünenthal"])).toMatchObject({ garbled: true, odd: new Set(["Crème"]) });
  });
});

describe("text that says its encoding", () => {
  it.each(["JÃ¤rnsukros", "Â°C", "â€“", "√•", "JŠrnsukros", "J‰rn", "Br÷st", "J\uFFFDrn", "J?rn", "\u0085", "ï»¿ATC"])(
    "was read wrongly before it came here: %j",
    (text) => {
      expect(looksMisread(text)).toBe(true);
    },
  );

  it.each(["Järnsukros", "Vad? Hur?", "https://example.se/?q=a?b", "se https://a.se/x?y här", "A?", "", "10 ‰", "™"])(
    "was read rightly: %j",
    (text) => {
      expect(looksMisread(text)).toBe(false);
    },
  );

  it("is looked at beside an address, too", () => {
    expect(looksMisread("https://a.se/x?y J?rn")).toBe(true);
  });
});
