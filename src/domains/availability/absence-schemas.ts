import { DateField, daysInOrder, Id, InstantField, InstantOut, line, prose, together, z } from "#/kernel/fields.ts";
import { pageOf } from "#/kernel/page.ts";
import { dayFilter, LocalDay, ofTechnician } from "./schemas.ts";
import { timeOffKinds, timeOffStatuses } from "./terms.ts";

// Time off and on-call duty: both last whole local days, or a span of time.

const when = {
  date_from: DateField.optional().openapi({ description: "first whole local day; with `date_to`" }),
  date_to: DateField.optional().openapi({ description: "last whole local day" }),
  starts_at: InstantField.optional().openapi({ description: "instead of days: when it begins; with `ends_at`" }),
  ends_at: InstantField.optional(),
};
type When = { [K in keyof typeof when]?: string | undefined };
type Check = [(body: When) => boolean, { path: string[]; error: string }];
const eitherWay: Check = [
  ({ date_from, starts_at }) => (date_from === undefined) !== (starts_at === undefined),
  { path: ["date_from"], error: "send either date_from and date_to, or starts_at and ends_at" },
];
const endsLater: Check = [
  ({ starts_at, ends_at }) => !starts_at || !ends_at || ends_at > starts_at,
  { path: ["ends_at"], error: "must be after starts_at" },
];
/** The checks of a body with these fields. */
const checked = <S extends z.ZodType<When>>(body: S): S =>
  body
    .refine(...together("date_from", "date_to"))
    .refine(...together("starts_at", "ends_at"))
    .refine(...eitherWay)
    .refine(...daysInOrder)
    .refine(...endsLater);

const shown = {
  date_from: LocalDay.nullable().openapi({ description: "first whole local day; null: it is a span of time" }),
  date_to: LocalDay.nullable().openapi({ description: "last whole local day; null: it is a span of time" }),
  starts_at: InstantOut.openapi({ description: "when it begins; of whole days the start of the first" }),
  ends_at: InstantOut.openapi({ description: "when it ends; of whole days the end of the last" }),
};
const shownExample = {
  date_from: "2026-07-06",
  date_to: "2026-07-10",
  starts_at: "2026-07-06T04:00:00.000Z",
  ends_at: "2026-07-11T04:00:00.000Z",
};
const days = { date_from: "2026-07-06", date_to: "2026-07-10" };
const stamps = { created_at: InstantOut, updated_at: InstantOut, version: z.int() };
const stampsExample = { created_at: "2026-03-01T12:00:00.000Z", updated_at: "2026-03-01T12:00:00.000Z", version: 1 };

export const Kind = z.enum(timeOffKinds).openapi({ description: "what the time off is for" });
const Status = z
  .enum(timeOffStatuses)
  .openapi({ description: "only approved time off takes a technician out of planning" });
const asked = { kind: Kind, ...when, note: prose(1000).optional() };

export const RequestTimeOff = checked(z.strictObject(asked)).openapi("RequestTimeOff", {
  example: { kind: "vacation", ...days, note: "Family visit" },
});
export const RecordTimeOff = checked(
  z.strictObject({
    technician_id: Id,
    status: z
      .enum(["requested", "approved"])
      .default("approved")
      .openapi({ description: "`requested` waits for an approval, as what technicians ask for themselves does" }),
    ...asked,
  }),
).openapi("RecordTimeOff", { example: { technician_id: 3, kind: "sick", ...days, status: "approved" } });
export const RejectTimeOff = z
  .strictObject({ reason: line(500) })
  .openapi("RejectTimeOff", { example: { reason: "Two others are away that week" } });

export const TimeOff = z
  .object({
    id: z.int(),
    technician_id: z.int(),
    kind: Kind,
    status: Status,
    ...shown,
    note: z.string().nullable(),
    decided_at: InstantOut.nullable().openapi({ description: "when it was approved or rejected" }),
    decided_by: z.string().nullable().openapi({ description: "who approved or rejected it" }),
    reason: z.string().nullable().openapi({ description: "why it was rejected" }),
    created_by: z.string(),
    ...stamps,
  })
  .openapi("TimeOff", {
    example: {
      id: 7,
      technician_id: 3,
      kind: "vacation",
      status: "requested",
      ...shownExample,
      note: "Family visit",
      decided_at: null,
      decided_by: null,
      reason: null,
      created_by: "user:2",
      ...stampsExample,
    },
  });
export const TimeOffPage = pageOf("TimeOffPage", TimeOff);
const status = { status: z.enum(timeOffStatuses).optional() };
export const TimeOffQuery = z.object({ ...dayFilter, ...ofTechnician, ...status }).refine(...daysInOrder);
export const OwnTimeOffQuery = z.object({ ...dayFilter, ...status }).refine(...daysInOrder);

export const AddOnCallDuty = checked(
  z.strictObject({
    technician_id: Id,
    ...when,
    rank: z.int().min(1).max(9).default(1).openapi({ description: "who is called first: 1" }),
  }),
).openapi("AddOnCallDuty", {
  example: { technician_id: 3, starts_at: "2026-07-06T22:00:00Z", ends_at: "2026-07-07T10:00:00Z", rank: 1 },
});
export const OnCallDuty = z
  .object({
    id: z.int(),
    technician_id: z.int(),
    ...shown,
    rank: z.int().openapi({ description: "who is called first: 1" }),
    ...stamps,
  })
  .openapi("OnCallDuty", { example: { id: 1, technician_id: 3, ...shownExample, rank: 1, ...stampsExample } });
export const OnCallDutyPage = pageOf("OnCallDutyPage", OnCallDuty);
