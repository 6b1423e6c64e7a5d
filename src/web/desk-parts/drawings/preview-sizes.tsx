import type { Cut } from "../../../channels/channel.ts";
import type { Page } from "../../frame/page.ts";
import type { Size } from "../previews.ts";
import { previewsWords } from "./words.ts";

/** How much of each limit is taken, in words, since a bar alone says too little. */
export function SizeLines({ page, sizes }: { readonly page: Page; readonly sizes: readonly Size[] }) {
  const t = previewsWords[page.language];
  return (
    <ul class="preview-sizes" aria-label={t.sizes}>
      {sizes.map((size) => (
        <li>
          {describeLimit(page, size)} {size.near ? <span class="mark warning">{t.near}</span> : null}
        </li>
      ))}
    </ul>
  );
}

/** What was done to make it fit. */
export function CutLines({ page, cuts }: { readonly page: Page; readonly cuts: readonly Cut[] }) {
  return (
    <>
      {cuts.map((cut) => (
        <p class="ds-alert" data-color={isLoss(cut) ? "warning" : "info"}>
          {describeCut(page, cut)}
        </p>
      ))}
    </>
  );
}

/** `Block: 31 av 50 block` */
export function describeLimit(page: Page, { name, used, limit, unit }: Size): string {
  const t = previewsWords[page.language];
  const write = (value: number) => writeNumber(page, scale(value, { limit, unit }));
  return `${t.limits[name] ?? name}: ${t.size(write(used), write(limit), t.units[unit])}`;
}

/** Bytes in the kilobytes that the receiver counts in: 28 KB is 28 × 1,024, 100 KB is 100 × 1,000. */
function scale(value: number, { limit, unit }: Pick<Size, "limit" | "unit">): number {
  if (unit !== "bytes") return value;
  return value / (limit % 1_024 === 0 ? 1_024 : 1_000);
}

function writeNumber({ language }: Page, value: number): string {
  return new Intl.NumberFormat(language === "sv" ? "sv-SE" : "en-GB", { maximumFractionDigits: 1 }).format(value);
}

/** Whether something that was written is not in the message. */
export function isLoss({ kind }: Cut): boolean {
  return kind === "left-out";
}

export function describeCut(page: Page, cut: Cut): string {
  const { cuts } = previewsWords[page.language];
  switch (cut.kind) {
    case "left-out":
      return cuts.leftOut(cut.count);
    case "parted":
      return cuts.parted(cut.count);
    case "split":
      return cuts.split(cut.count);
    case "headline-as-text":
      return cuts.headline;
  }
}
