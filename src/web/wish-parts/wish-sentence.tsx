import type { NamedInWishes } from "../../db/wish-names.ts";
import type { WishAsked } from "../../../templates/wish-words.ts";
import type { Page } from "../frame/page.ts";
import { WithSwedish } from "../frame/swedish.tsx";
import { listSwedish, sayWish } from "./subscription-words.ts";

interface WishSentenceProps {
  readonly page: Pick<Page, "language">;
  readonly wish: WishAsked;
  readonly regionCode: string;
  readonly names: NamedInWishes;
}

/** What somebody asked for, with the list's own names in their language. */
export function WishSentence({ page, wish, regionCode, names }: WishSentenceProps) {
  const text = sayWish(page, wish, { regionCode, names });
  return <WithSwedish page={page} text={text} words={listSwedish(wish.filter, names)} />;
}
