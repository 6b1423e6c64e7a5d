export const FORM_GROUPS = [
  "parenteral",
  "oral",
  "munhåla",
  "inhalation",
  "nasal",
  "ögon",
  "öron",
  "kutan",
  "transdermal",
  "rektal",
  "vaginal",
  "övrig",
] as const;
/** The route a form is given by, as Swedish lists write it. */
export type FormGroup = (typeof FORM_GROUPS)[number];
