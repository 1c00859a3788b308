import {
  DateField,
  daysInOrder,
  FlagText,
  Id,
  IdText,
  InstantField,
  InstantOut,
  integerOf,
  Latitude,
  Longitude,
  line,
  namesAField,
  prose,
  together,
  z,
} from "#/kernel/fields.ts";
import { LogQuery, PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { changeActions, MOST_BREAKS } from "./terms.ts";

const MOST_MINUTES = 72 * 60;
const LocalDay = z.string().openapi({ format: "date" });
const Minutes = z.int().min(0).max(MOST_MINUTES);
const Note = prose(1000);
/** More for an hour is a slip. */
const Rate = integerOf("cents").min(0).max(100_000_00);

/** What a device says with what it reports. */
const reported = {
  latitude: Latitude.nullable().optional().openapi({ description: "null or absent where the device does not know it" }),
  longitude: Longitude.nullable().optional(),
  accuracy: z.number().min(0).max(100_000).nullable().optional().openapi({ description: "of the place, in metres" }),
  occurred_at: InstantField.optional().openapi({
    description:
      "when it happened by the device's clock: at most 5 minutes ahead of the server's and 72 hours back; now when absent",
  }),
  client_event_id: z
    .string()
    .regex(/^[\w.:-]{1,64}$/, "must be 1 to 64 letters, digits or . _ : -")
    .optional()
    .openapi({ description: "id that the device gives to what it reports: the same one again changes nothing" }),
};
const place = { latitude: 27.9506, longitude: -82.4572 };

export const ClockIn = z
  .strictObject({ ...reported, job_id: Id.nullable().optional(), note: Note.nullable().optional() })
  .refine(...together("latitude", "longitude"))
  .optional()
  .openapi("ClockIn", { example: place });
export const ClockOut = z
  .strictObject({
    ...reported,
    break_minutes: Minutes.optional().openapi({
      description: "all unpaid minutes, where the breaks were not reported",
    }),
    note: Note.nullable().optional(),
  })
  .refine(...together("latitude", "longitude"))
  .optional()
  .openapi("ClockOut", { example: place });
export const SwitchJob = z
  .strictObject({ ...reported, job_id: Id.nullable(), note: Note.nullable().optional() })
  .refine(...together("latitude", "longitude"))
  .openapi("SwitchJob", { example: { job_id: 42, ...place } });
export const StartBreak = z
  .strictObject({ ...reported, paid: z.boolean().optional().openapi({ description: "unpaid when absent" }) })
  .refine(...together("latitude", "longitude"))
  .optional()
  .openapi("StartBreak", { example: { paid: false } });
export const EndBreak = z
  .strictObject(reported)
  .refine(...together("latitude", "longitude"))
  .optional()
  .openapi("EndBreak", { example: place });

const BreakGiven = z.strictObject({ started_at: InstantField, ended_at: InstantField.nullable(), paid: z.boolean() });
const Reason = line(500).openapi({ description: "why: it is kept with what was there before" });
const times = {
  breaks: z.array(BreakGiven).max(MOST_BREAKS).optional().openapi({ description: "all of the entry, in their order" }),
  break_minutes: Minutes.optional().openapi({
    description: "all unpaid minutes; those that no break accounts for are taken from the longest day of the entry",
  }),
  job_id: Id.nullable().optional(),
  note: Note.nullable().optional(),
};
export const AddTimeEntry = z
  .strictObject({
    technician_id: Id,
    clock_in: InstantField,
    clock_out: InstantField.nullable().optional().openapi({ description: "null or absent: they are at work" }),
    ...times,
    rate_cents: Rate.optional().openapi({ description: "for an hour; that of the technician when absent" }),
    reason: Reason.optional(),
  })
  .openapi("AddTimeEntry", {
    example: {
      ...{ technician_id: 1, clock_in: "2026-03-28T13:00:00Z", clock_out: "2026-03-28T21:30:00Z", break_minutes: 30 },
      reason: "The phone was at home",
    },
  });
export const CorrectTimeEntry = z
  .strictObject({
    clock_in: InstantField.optional(),
    clock_out: InstantField.optional(),
    ...times,
    rate_cents: Rate.nullable().optional().openapi({ description: "for an hour; null: not paid by the hour" }),
    reason: Reason,
  })
  .refine(...namesAField)
  .openapi("CorrectTimeEntry", { example: { clock_out: "2026-03-28T21:00:00Z", reason: "Forgot to clock out" } });
export const VoidTimeEntry = z
  .strictObject({ reason: Reason })
  .openapi("VoidTimeEntry", { example: { reason: "Entered twice" } });

const whereAt = (end: string) => ({
  [`clock_${end}_latitude`]: Latitude.nullable(),
  [`clock_${end}_longitude`]: Longitude.nullable(),
  [`clock_${end}_accuracy`]: z.number().nullable(),
});
type WhereAt<E extends string> = Record<
  `clock_${E}_latitude` | `clock_${E}_longitude` | `clock_${E}_accuracy`,
  z.ZodNullable<z.ZodNumber>
>;

export const TimeEntry = z
  .object({
    id: z.int(),
    technician_id: z.int(),
    job_id: z.int().nullable(),
    clock_in: InstantOut,
    clock_out: InstantOut.nullable().openapi({ description: "null: they are still clocked in" }),
    rounded_in: InstantOut.openapi({ description: "as the rules of the business round it: pay counts from here" }),
    rounded_out: InstantOut.nullable(),
    day: LocalDay.openapi({ description: "local day of the clock-in" }),
    breaks: z.array(
      z.object({ started_at: InstantOut, ended_at: InstantOut.nullable(), paid: z.boolean() }).openapi("TimeBreak"),
    ),
    break_minutes: z.int().openapi({ description: "unpaid minutes" }),
    duration_minutes: z
      .int()
      .nullable()
      .openapi({ description: "from rounded_in to rounded_out, less break_minutes; null while it is open" }),
    rate_cents: z.int().nullable().openapi({ description: "for an hour; null: not paid by the hour" }),
    ...(whereAt("in") as WhereAt<"in">),
    ...(whereAt("out") as WhereAt<"out">),
    note: z.string().nullable(),
    needs_review: z
      .boolean()
      .openapi({ description: "the office should look at it: it is long, or was closed by itself" }),
    auto_closed: z.boolean().openapi({ description: "nobody clocked out, so the nightly job did" }),
    voided: z.boolean(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("TimeEntry", {
    example: {
      id: 7,
      technician_id: 1,
      job_id: 42,
      clock_in: "2026-03-28T13:00:00.000Z",
      clock_out: "2026-03-28T21:30:00.000Z",
      rounded_in: "2026-03-28T13:00:00.000Z",
      rounded_out: "2026-03-28T21:30:00.000Z",
      day: "2026-03-28",
      breaks: [{ started_at: "2026-03-28T16:00:00.000Z", ended_at: "2026-03-28T16:30:00.000Z", paid: false }],
      break_minutes: 30,
      duration_minutes: 480,
      rate_cents: 2500,
      clock_in_latitude: 27.9506,
      clock_in_longitude: -82.4572,
      clock_in_accuracy: 8,
      clock_out_latitude: 27.9506,
      clock_out_longitude: -82.4572,
      clock_out_accuracy: null,
      note: null,
      needs_review: false,
      auto_closed: false,
      voided: false,
      created_by: "user:4",
      created_at: "2026-03-28T13:00:00.000Z",
      updated_at: "2026-03-28T21:30:00.000Z",
      version: 4,
    },
  });
export const TimeEntryPage = pageOf("TimeEntryPage", TimeEntry);

const OwnQuery = PageQuery.extend({
  date_from: DateField.optional().openapi({ description: "first local day of the clock-in" }),
  date_to: DateField.optional().openapi({ description: "last local day of the clock-in" }),
  status: z.enum(["open", "closed"]).optional().openapi({ description: "open: still clocked in" }),
  sort: sortBy("clock_in", "id", "updated_at"),
});
export const OwnTimeEntryQuery = OwnQuery.omit({ page: true }).refine(...daysInOrder);
export const TimeEntryQuery = OwnQuery.extend({
  technician_id: IdText.optional(),
  job_id: IdText.optional(),
  needs_review: FlagText.optional(),
}).refine(...daysInOrder);

export const TimeEntryChange = z
  .object({
    version: z.int().openapi({ description: "of the entry, that the change made" }),
    action: z.enum(changeActions),
    at: InstantOut,
    occurred_at: InstantOut.nullable().openapi({ description: "by the clock of the device, where it said so" }),
    client_event_id: z.string().nullable(),
    latitude: Latitude.nullable(),
    longitude: Longitude.nullable(),
    accuracy: z.number().nullable(),
    actor: z.string().openapi({ description: "who did it: `user:1`, `system:...`" }),
    reason: z.string().nullable(),
    changes: z
      .record(z.string(), z.unknown())
      .nullable()
      .openapi({
        description: "fields with their values before and after",
        additionalProperties: { type: "object", properties: { before: {}, after: {} }, required: ["before", "after"] },
      }),
  })
  .openapi("TimeEntryChange", {
    example: {
      version: 3,
      action: "correct",
      at: "2026-03-29T12:00:00.000Z",
      occurred_at: null,
      client_event_id: null,
      latitude: null,
      longitude: null,
      accuracy: null,
      actor: "user:1",
      reason: "Forgot to clock out",
      changes: { clock_out: { before: "2026-03-29T02:00:00.000Z", after: "2026-03-28T21:00:00.000Z" } },
    },
  });
export const TimeEntryChangePage = pageOf("TimeEntryChangePage", TimeEntryChange);
export const TimeEntryHistoryQuery = LogQuery;
