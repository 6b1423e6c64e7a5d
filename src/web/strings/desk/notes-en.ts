import type { NotesStrings } from "./notes-sv.ts";

export const notesEn: NotesStrings = {
  title: "Between regions",
};
