import { expect, it } from "vitest";
import { cutReceiver } from "../../src/db/sent-text.ts";

const target = { address: "anna.andersson@skane.example" };
const token = "token-that-ends-a-subscription-0042";

it("who got a mail that was stored whole is cut out also where its transport broke the address over lines", () => {
  const raw = [
    "To: anna.andersson@skane.example",
    "Message-ID: <restsignal-1-2-3-4@restsignal.example>",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "Rapporterat l=C3=A4kemedel: https://restsignal.example/preferences/token-that-ends-=",
    "a-subscription-0042 till anna.anders=",
    "son@skane.example",
  ].join("\r\n");
  const cut = JSON.stringify(cutReceiver({ envelope: { to: target.address }, raw }, { target, token }));
  for (const secret of [target.address, token, "restsignal-1-2-3-4"]) expect(cut).not.toContain(secret);
  expect(cut).toContain("Rapporterat läkemedel: https://restsignal.example/preferences/[mottagare] till [mottagare]");
});

it("words that only look like transport encoding stay as they were written", () => {
  expect(cutReceiver({ text: "dosen=20 mg" }, { target, token })).toEqual({ text: "dosen=20 mg" });
});
