import type { PoliciesStrings } from "./policies-sv.ts";

export const policiesEn: PoliciesStrings = {
  title: "Rules",
};
