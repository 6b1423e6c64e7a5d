export const editorSv = {
  title: "Ärende",
};

export type EditorStrings = typeof editorSv;
