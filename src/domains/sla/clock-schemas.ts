import { JobPriorityOnWire as JobPriority } from "#/domains/dispatch/index.ts";
import { anotherName, DateField, daysInOrder, daysRespelt, IdText, InstantOut, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { clockStates, outcomes } from "./clock.ts";
import { stampsExample } from "./schemas.ts";
import { kinds, responseStatuses, violationStatuses } from "./terms.ts";

const Kind = z.enum(kinds).openapi({ description: "of the promise: `response` or `resolution`" });
const DueAt = InstantOut.nullable();

export const SlaViolation = z
  .object({
    id: z.int(),
    job_id: z.int(),
    kind: Kind,
    status: z.enum(violationStatuses),
    policy_id: z.int(),
    policy_name: z.string(),
    priority: JobPriority,
    zone_id: z.int().nullable(),
    technician_id: z.int().nullable(),
    due_at: InstantOut,
    occurred_at: InstantOut,
    overdue_seconds: z.int().nullable(),
    acknowledged_by: z.string().nullable(),
    acknowledged_at: InstantOut.nullable(),
    note: z.string().nullable(),
    withdrawn_at: InstantOut.nullable(),
    ...{ created_at: InstantOut, updated_at: InstantOut, version: z.int() },
  })
  .openapi("SlaViolation", {
    example: {
      ...{ id: 1, job_id: 7, kind: "response" as const, status: "open" as const, policy_id: 2 },
      ...{ policy_name: "Commercial customers", priority: "urgent" as const, zone_id: null, technician_id: 3 },
      ...{ due_at: "2026-03-10T17:30:00.000Z", occurred_at: "2026-03-10T17:30:00.240Z", overdue_seconds: null },
      ...{ acknowledged_by: null, acknowledged_at: null, note: null, withdrawn_at: null, ...stampsExample },
    },
  });
export const SlaViolationPage = pageOf("SlaViolationPage", SlaViolation);
export const SlaViolationQuery = PageQuery.extend({
  kind: Kind.optional(),
  status: z.enum(violationStatuses).optional(),
  priority: JobPriority.optional(),
  job_id: IdText.optional(),
  policy_id: IdText.optional(),
  zone_id: IdText.optional(),
  technician_id: IdText.optional(),
  date_from: DateField.optional(),
  date_to: DateField.optional(),
  sort: sortBy("occurred_at", "id", "updated_at"),
}).refine(...daysInOrder);

export const AcknowledgeSlaViolation = z
  .strictObject({ note: prose(2000).optional() })
  .optional()
  .openapi("AcknowledgeSlaViolation", { example: { note: "Called the customer; the truck had broken down" } });

const Half = z.object({
  state: z.enum(outcomes),
  target_minutes: z.int(),
  due_at: DueAt,
  warn_at: DueAt,
  warned_at: InstantOut.nullable(),
  met_at: InstantOut.nullable(),
  working_seconds: z.int().nullable(),
});

const duesExample = {
  started_at: "2026-03-10T15:30:00.000Z",
  response: {
    ...{ state: "met" as const, target_minutes: 60, due_at: "2026-03-10T17:30:00.000Z" },
    ...{ warn_at: "2026-03-10T17:18:00.000Z", warned_at: null, met_at: "2026-03-10T15:40:00.000Z" },
    working_seconds: 600,
  },
  resolution: {
    ...{ state: "pending" as const, target_minutes: 480, due_at: "2026-03-11T15:30:00.000Z" },
    ...{ warn_at: "2026-03-11T13:54:00.000Z", warned_at: null, met_at: null, working_seconds: null },
  },
};

export const SlaClock = z
  .object({
    job_id: z.int(),
    state: z.enum(clockStates),
    policy_id: z.int(),
    policy_name: z.string(),
    calendar_name: z.string(),
    timezone: z.string(),
    priority: JobPriority,
    started_at: InstantOut,
    response: Half,
    resolution: Half,
    on_hold_since: InstantOut.nullable(),
    hold_reason: z.string().nullable(),
    held_seconds: z.int(),
    cancelled_at: InstantOut.nullable(),
    violations: z.array(SlaViolation),
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("SlaClock", {
    example: {
      ...{ job_id: 7, state: "running" as const, policy_id: 2, policy_name: "Commercial customers" },
      ...{ calendar_name: "Office hours", timezone: "America/New_York", priority: "high" as const },
      ...duesExample,
      ...{ on_hold_since: null, hold_reason: null, held_seconds: 0, cancelled_at: null, violations: [] },
      ...{ updated_at: "2026-03-10T15:40:01.000Z", version: 2 },
    },
  });

/** What a technician sees: by when, and how it stands. The policy and the violations are the office's. */
export const JobServiceLevel = SlaClock.omit({
  ...{ policy_id: true, policy_name: true, calendar_name: true, violations: true, updated_at: true, version: true },
}).openapi("JobServiceLevel", {
  example: {
    ...{ job_id: 7, state: "running" as const, timezone: "America/New_York", priority: "high" as const },
    ...duesExample,
    ...{ on_hold_since: null, hold_reason: null, held_seconds: 0, cancelled_at: null },
  },
});

export const SlaWarning = z
  .object({
    job_id: z.int(),
    kind: Kind,
    policy_id: z.int(),
    policy_name: z.string(),
    priority: JobPriority,
    zone_id: z.int().nullable(),
    technician_id: z.int().nullable(),
    due_at: InstantOut,
    warned_at: InstantOut,
    response_met_at: z
      .enum(responseStatuses)
      .openapi({ description: "the status by which the response counts as given" }),
  })
  .openapi("SlaWarning", {
    example: {
      ...{ job_id: 7, kind: "response" as const, policy_id: 2, policy_name: "Commercial customers" },
      ...{ priority: "urgent" as const, zone_id: null, technician_id: 3 },
      ...{ due_at: "2026-03-10T17:30:00.000Z", warned_at: "2026-03-10T17:24:00.180Z" },
      response_met_at: "acknowledged",
    },
  });

export const SlaLevel = z
  .object({
    job_id: z.int(),
    kind: Kind,
    state: z.enum(["warning", "violated", "withdrawn"]).openapi({
      description:
        "`warning`: the time is nearly over. `violated`: it was over before the job got there. `withdrawn`: no longer either, since the promise was kept, its time stands still or is due later, or the job was cancelled or begins again",
    }),
    due_at: DueAt,
    technician_id: z.int().nullable(),
    zone_id: z.int().nullable(),
    response_met_at: z.enum(responseStatuses),
  })
  .openapi("SlaLevel", {
    example: {
      ...{ job_id: 7, kind: "resolution" as const, state: "withdrawn" as const, due_at: null },
      ...{ technician_id: 3, zone_id: null, response_met_at: "acknowledged" },
    },
  });

export const groupings = ["policy", "zone", "technician", "priority"] as const;
/** The days of a report. */
export const MOST_DAYS = 366;
const DAY_MS = 86_400_000;
const GroupName = z.enum(groupings);
export const SlaReportQuery = z
  .object({
    ...daysRespelt,
    groupBy: anotherName("group_by", GroupName),
    date_from: DateField.optional().openapi({
      description: "the first local day; 29 days before the last, when absent",
    }),
    date_to: DateField.optional().openapi({
      description: `the last local day; when absent, today, or the last of the ${MOST_DAYS} days from \`date_from\` where that is earlier`,
    }),
    group_by: GroupName.optional().openapi({ default: "policy" }),
  })
  .refine(...daysInOrder)
  .refine(
    ({ dateFrom, dateTo, date_from: from = dateFrom, date_to: to = dateTo }) =>
      !from || !to || (Date.parse(to) - Date.parse(from)) / DAY_MS < MOST_DAYS,
    {
      path: ["date_to"],
      error: `must be at most ${MOST_DAYS} days from date_from, that day included`,
    },
  );

const Figures = z.object({
  met: z.int(),
  breached: z.int(),
  pending: z.int(),
  compliance_bps: z.int().nullable(),
  p50_minutes: z.int().nullable(),
  p90_minutes: z.int().nullable(),
});
const both = { response: Figures, resolution: Figures };
const figures = { met: 46, breached: 2, pending: 3, compliance_bps: 9583, p50_minutes: 22, p90_minutes: 58 };
const figuresExample = {
  response: figures,
  resolution: { ...figures, compliance_bps: 9583, p50_minutes: 190, p90_minutes: 460 },
};
export const SlaReport = z
  .object({
    date_from: z.string().openapi({ format: "date" }),
    date_to: z.string().openapi({ format: "date" }),
    group_by: z.enum(groupings),
    ...{ jobs: z.int(), cancelled: z.int(), compliance_bps: z.int().nullable(), ...both },
    groups: z.array(
      z.object({
        group: z.string().nullable(),
        name: z.string().nullable(),
        jobs: z.int(),
        cancelled: z.int(),
        ...both,
      }),
    ),
  })
  .openapi("SlaReport", {
    example: {
      ...{ date_from: "2026-03-01", date_to: "2026-03-31", group_by: "policy" as const, jobs: 53, cancelled: 2 },
      ...{ compliance_bps: 9583, ...figuresExample },
      groups: [{ group: "2", name: "Commercial customers", jobs: 53, cancelled: 2, ...figuresExample }],
    },
  });
