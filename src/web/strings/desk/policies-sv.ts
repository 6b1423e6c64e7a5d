export const policiesSv = {
  title: "Regler",
};

export type PoliciesStrings = typeof policiesSv;
