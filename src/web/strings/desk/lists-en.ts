import type { ListsStrings } from "./lists-sv.ts";

export const listsEn: ListsStrings = {
  title: "Lists",
};
