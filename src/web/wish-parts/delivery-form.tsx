import { z } from "zod";
import { LANGUAGES } from "../../domain/message.ts";
import { HALF_HOURS, URGENT_CHOICES, type QuietHours, type Rhythm } from "../../domain/rhythm.ts";
import type { DeliveryChoices } from "../../services/subscriptions.ts";
import type { FieldProblem, FormValues } from "../frame/form.ts";
import type { Page } from "../frame/page.ts";
import { defineForm, type FieldsOf } from "../parts/form-kit.tsx";
import { wishWords } from "./words.ts";

const RHYTHMS = ["at-once", "daily", "weekly"] as const;
const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
const LANGUAGE_NAMES = { sv: "Svenska", en: "English" } as const;

const form = defineForm({
  rhythm: { control: "radios" },
  time: { control: "select" },
  weekday: { control: "select" },
  urgent: { control: "radios" },
  quietFrom: { control: "select" },
  quietTo: { control: "select" },
  language: { control: "radios" },
});

export type DeliveryValues = FieldsOf<typeof form.specs>;
/** What they are called where they are carried along. */
export const DELIVERY_FIELDS = form.names;

export function fillDelivery({ rhythm, urgent, quiet, language }: DeliveryChoices): DeliveryValues {
  return {
    rhythm: rhythm.kind,
    time: rhythm.kind === "at-once" ? "07:00" : rhythm.time,
    weekday: rhythm.kind === "weekly" ? String(rhythm.weekday) : "1",
    urgent,
    quietFrom: quiet?.from ?? "",
    quietTo: quiet?.to ?? "",
    language,
  };
}

export type ReadDelivery =
  | { readonly kind: "read"; readonly values: DeliveryValues; readonly choices: DeliveryChoices }
  | { readonly kind: "refused"; readonly values: DeliveryValues; readonly problems: readonly FieldProblem[] };

const halfHour = z.enum(HALF_HOURS);

const schema = z
  .object({
    rhythm: z.enum(RHYTHMS),
    time: halfHour,
    weekday: z.enum(WEEKDAYS),
    urgent: z.enum(URGENT_CHOICES),
    quietFrom: halfHour.or(z.literal("")),
    quietTo: halfHour.or(z.literal("")),
    language: z.enum(LANGUAGES),
  })
  .refine(({ quietFrom, quietTo }) => (quietFrom === "") === (quietTo === ""), { path: ["quietFrom"] })
  .refine(({ quietFrom, quietTo }) => quietFrom === "" || quietFrom !== quietTo, { path: ["quietTo"] });

/** How what comes is to come, or what is wrong. */
export function readDelivery({ language }: Pick<Page, "language">, sent: FormValues): ReadDelivery {
  const values = form.read(sent);
  const parsed = schema.safeParse(values);
  if (!parsed.success)
    return { kind: "refused", values, problems: form.problems(parsed.error, wishWords[language].delivery) };
  const { urgent, quietFrom: from, quietTo: to } = parsed.data;
  const quiet: QuietHours | null = from === "" ? null : { from, to };
  const choices = { rhythm: rhythmOf(parsed.data), urgent, quiet, language: parsed.data.language };
  return { kind: "read", values, choices };
}

function rhythmOf({ rhythm, time, weekday }: z.infer<typeof schema>): Rhythm {
  switch (rhythm) {
    case "at-once":
      return { kind: "at-once" };
    case "daily":
      return { kind: "daily", time };
    case "weekly":
      return { kind: "weekly", weekday: Number(weekday), time };
  }
}

interface DeliveryFieldsProps {
  readonly page: Page;
  readonly values: DeliveryValues;
  readonly problems?: readonly FieldProblem[];
}

/** When and in which language what comes is to come. */
export function DeliveryFields({ page: { language }, values, problems }: DeliveryFieldsProps) {
  const t = wishWords[language];
  const times = HALF_HOURS.map((time) => [time, time] as const);
  const options = {
    rhythm: RHYTHMS.map((rhythm) => [rhythm, t.rhythms[rhythm]] as const),
    time: times,
    weekday: WEEKDAYS.map((day, index) => [day, t.weekdays[index] ?? day] as const),
    urgent: URGENT_CHOICES.map((choice) => [choice, t.urgent[choice]] as const),
    quietFrom: [["", t.noTime] as const, ...times],
    quietTo: [["", t.noTime] as const, ...times],
    language: LANGUAGES.map((one) => [one, LANGUAGE_NAMES[one]] as const),
  };
  return (
    <>
      {form.names.map((name) => (
        <form.Field name={name} words={t.delivery} values={values} problems={problems} options={options[name]} />
      ))}
    </>
  );
}
