import type { EditorStrings } from "./editor-sv.ts";

export const editorEn: EditorStrings = {
  title: "Case",
};
