const ofEach = (schemas: readonly string[], field: string, meaning: string): Record<string, string> =>
  Object.fromEntries(schemas.map((schema) => [`${schema}.${field}`, meaning]));
const policies = ["SlaPolicy", "CreateSlaPolicy", "ChangeSlaPolicy"];
const clocks = ["SlaClock", "JobServiceLevel"];
const calendars = ["SlaCalendar", "CreateSlaCalendar", "ChangeSlaCalendar"];

/** What fields of service levels mean (openapi-words.ts). */
export const slaWords: Record<string, string> = {
  // calendars
  is_24x7: "Around the clock: clocks never stand still, and there are neither windows nor holidays.",
  windows:
    "When the business works, by weekday; several windows a day. On a day on which the clocks change they keep their wall hours.",
  ...ofEach(
    calendars,
    "holiday_region",
    "Public holidays of this country, state or province (ISO 3166) are off too; null: none.",
  ),
  ...ofEach(calendars, "holidays", "Days off of its own, beside public holidays."),
  ...Object.assign(
    {},
    ...["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map((day) =>
      ofEach(calendars, day, "Windows of this weekday, which must not overlap; empty: closed."),
    ),
  ),

  // overview
  open_violations: "Violations that nobody has acknowledged.",
  "SlaOverview.policies": "Every policy, by its rank.",
  next_due: "The jobs whose next warning or violation comes first.",
  "SlaOverview.response_due_at": "When the response is due.",
  "SlaOverview.responded_at": "When the job got its response; null: not yet.",
  "SlaOverview.resolution_due_at": "When the job must be completed; null while it is on hold.",
  next_at: "When its next warning or violation is due.",
  last_violations: "The newest violations, acknowledged ones included.",

  // policies
  is_enabled: "Whether new jobs may get it.",
  ...ofEach(policies, "is_default", "Whether it holds for the jobs that match no other. One policy is."),
  ...ofEach(policies, "rank", "Of several policies that match a job the one of lowest rank holds."),
  ...ofEach(policies, "match", "What a job must be. Each list that is not empty must hold; an empty one asks nothing."),
  ...ofEach(policies, "priorities", "One of these priorities."),
  job_types: "One of these job types, in whatever case.",
  customer_ids: "One of these customers, or somebody who was merged into them.",
  agreement_plan_ids: "The customer has an agreement of one of these plans in force.",
  ...ofEach(policies, "zone_ids", "One of these service zones."),
  targets: "What is promised, by priority.",
  urgent: "For urgent jobs.",
  high: "For jobs of high priority.",
  normal: "For jobs of normal priority.",
  low: "For jobs of low priority.",
  response_minutes: "Working minutes until the response; not more than for the resolution.",
  resolution_minutes: "Working minutes until the job is completed, without those on hold.",
  calendar_id: "Id of the business calendar that the minutes are counted by.",
  warn_at_bps: "The part of the time after which there is a warning, in basis points: 8000 is 80 %.",
  response_met_at: "The status by which the response counts as given; a later one does too.",
  clock_starts: "When a clock starts: when the job is created, or at its scheduled start, if that is later.",

  // clocks
  policy_id: "Id of the policy that held when the job was created.",
  policy_name: "Name that the policy had then.",
  calendar_name: "Name that the calendar had when the job was created.",
  response: "Until somebody takes care.",
  resolution: "Until the job is completed.",
  target_minutes: "Working minutes that are promised.",
  warn_at: "When there is a warning; null while the time stands still.",
  warned_at: "When there was a warning; null: not yet.",
  met_at: "When it was done; null: not yet.",
  working_seconds: "Working seconds that it took, without those on hold for the resolution; null: not done yet.",
  on_hold_since: "Since when the job is on hold; null: it is not.",
  held_seconds: "Working seconds on hold, which the resolution gets on top; without a hold that lasts.",
  ...ofEach(
    clocks,
    "started_at",
    "When the time began: when the job was created, or opened again after it was cancelled, or at its scheduled start where `clock_starts` says so.",
  ),
  ...ofEach(clocks, "state", "`breached` as soon as one of the two is; `paused` while the job is on hold."),
  "SlaClock.violations": "What was noted of this job.",

  // violations
  "SlaViolation.acknowledged_at": "When somebody took note; null: nobody has.",
  overdue_seconds: "Working seconds beyond the target; null until the job has got there.",
  acknowledged_by: "Who has taken note: `user:1`, `api_key:3`; null: nobody.",
  withdrawn_at: "When a phone that was offline told that it was in time; null: it was not.",
  "SlaViolation.status": "`withdrawn` where it turned out later that the job was in time.",
  "SlaViolation.due_at": "When it should have been done.",
  "SlaViolation.occurred_at": "When it was noted, seconds after it was due.",
  "SlaWarning.due_at": "When it must be done.",
  ...ofEach(clocks, "due_at", "When it must be done; null while the time stands still."),

  // report
  "SlaReport.jobs": "Jobs with a clock that were created on these days.",
  group_by: "What the groups are.",
  groups: "One for each that had jobs.",
  group: "Id of the policy, zone or technician, or the priority; null: jobs without one.",
  met: "Jobs that were in time.",
  breached: "Jobs that were not.",
  pending: "Jobs whose time is not over.",
  cancelled: "Jobs that were cancelled.",
  compliance_bps: "met / (met + breached) in basis points; null where nothing is decided.",
  p50_minutes: "Working minutes that half of the jobs did not exceed; null: none is done.",
  p90_minutes: "Working minutes that nine of ten jobs did not exceed; null: none is done.",
};
