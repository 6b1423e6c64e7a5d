import { alternativeSchema } from "./alternative.ts";
import { z } from "zod";
import { policySchema } from "./policy.ts";
import { EXTENT_GRADES } from "./extent-fact.ts";
import { draftContentSchema } from "./draft.ts";

const instant = z.iso.datetime();
const date = z.iso.date();

/** A change of a product, as it fell on the case. */
const change = z.strictObject({
  source: z.string(),
  reportId: z.string(),
  nplId: z.string(),
  productName: z.string(),
  kind: z.string(),
  from: date.nullable(),
  to: date.nullable(),
});

/** News that came to the case, and what was decided about it. */
const update = z.strictObject({
  id: z.int(),
  kind: z.string(),
  onDate: date.nullable(),
  createdAt: instant,
  changes: z.array(change),
  /** The grade of its extent became another. */
  moved: z.strictObject({ from: z.enum(EXTENT_GRADES), to: z.enum(EXTENT_GRADES) }).nullable(),
  decision: z.string(),
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  messageId: z.int().nullable(),
});

/** What was sent on a channel, or kept instead of being sent, once for all receivers that got the very same. */
const sent = z.strictObject({
  channel: z.string(),
  language: z.string(),
  /** The receiver group: who they subscribe as. */
  group: z.enum(["readers", "desk"]),
  /**
   * `accepted` was taken, and whether it got there nobody tells; `captured` was rendered and kept, and reached nobody:
   * DELIVERY_MODE was capture.
   */
  state: z.enum(["delivered", "accepted", "captured"]),
  receivers: z.int(),
  /** Of those, where it came back after it was delivered. */
  returned: z.int(),
  firstAt: instant,
  lastAt: instant,
  /** As it was handed over, with every receiver's own address and secret cut out. A digest tells of other cases too. */
  payload: z.unknown(),
});

const message = z.strictObject({
  id: z.int(),
  version: z.int(),
  kind: z.string(),
  purpose: z.enum(["readers", "desk"]),
  urgency: z.string(),
  /** The source's facts as they were told, with the file's own time. */
  facts: z.record(z.string(), z.unknown()),
  advice: z.record(z.string(), z.unknown()).nullable(),
  audience: z.strictObject({ areas: z.array(z.string()), roles: z.array(z.string()) }),
  validUntil: date.nullable(),
  contact: z.string().nullable(),
  reviewed: z.boolean(),
  publishedAt: instant,
  publishedBy: z.string(),
  approvedBy: z.string().nullable(),
  reviewerRole: z.string().nullable(),
  /** Whose words the advice builds on. */
  origin: z.strictObject({ regionCode: z.string(), version: z.int() }).nullable(),
  /** Whether it is still being handed out: then the deliveries are not all of them yet. */
  handingOut: z.boolean(),
  /** How many deliveries ended how, by channel; `returned` are those of them that came back after they were delivered. */
  deliveries: z.array(z.strictObject({ channel: z.string(), state: z.string(), count: z.int(), returned: z.int() })),
  sent: z.array(sent),
});

const draft = z.strictObject({
  state: z.string(),
  revision: z.int(),
  content: draftContentSchema,
  createdAt: instant,
  updatedAt: instant,
  updatedBy: z.string(),
  reason: z.string().nullable(),
  messageId: z.int().nullable(),
});

const question = z.strictObject({
  askedAt: instant,
  text: z.string(),
  state: z.string(),
  closingNote: z.string().nullable(),
  closedAt: instant.nullable(),
});

const auditEntry = z.strictObject({
  at: instant,
  who: z.string(),
  what: z.string(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
});

/**
 * Everything about a case, for a request of official documents. No subscriber's address, no webhook address, and none of
 * the internal notes: those are counted, so that whoever answers the request can consider them apart.
 */
export const caseExportSchema = z.strictObject({
  format: z.literal("restsignal-case"),
  /** Grows when a field changes its meaning or goes away; new fields may come within a version. */
  version: z.literal(1),
  exportedAt: instant,
  region: z.strictObject({ code: z.string(), name: z.string(), secondPerson: policySchema.shape.secondPerson }),
  case: z.strictObject({
    id: z.int(),
    status: z.enum(["open", "closed"]),
    openedAt: instant,
    closedAt: instant.nullable(),
    dueAt: instant.nullable(),
    assignee: z.string().nullable(),
    /** The line of the region's list. */
    entry: z.record(z.string(), z.unknown()),
  }),
  updates: z.array(update),
  messages: z.array(message),
  /** Alternatives of an advice that became worse than they were told, and what ended that; null while nothing has. */
  falls: z.array(
    z.strictObject({
      version: z.int(),
      alternative: alternativeSchema,
      told: z.unknown(),
      state: z.unknown(),
      fellAt: instant,
      mended: z.strictObject({ kind: z.string(), at: instant }).nullable(),
    }),
  ),
  drafts: z.array(draft),
  questions: z.array(question),
  reminders: z.array(z.strictObject({ kind: z.string(), toldAt: instant, messageId: z.int().nullable() })),
  internalNotes: z.int(),
  audit: z.array(auditEntry),
});
export type CaseExport = z.infer<typeof caseExportSchema>;
