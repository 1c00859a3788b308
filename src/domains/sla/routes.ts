import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { acknowledgeViolation } from "./actions/acknowledge-violation.ts";
import { addCalendar, changeCalendar, removeCalendar } from "./actions/save-calendar.ts";
import { addPolicy, changePolicy, removePolicy } from "./actions/save-policy.ts";
import {
  AcknowledgeSlaViolation,
  SlaClock,
  SlaReport,
  SlaReportQuery,
  SlaViolation,
  SlaViolationPage,
  SlaViolationQuery,
} from "./clock-schemas.ts";
import { readOverview } from "./overview-repo.ts";
import { SlaOverview } from "./overview-schemas.ts";
import { presentClock } from "./present.ts";
import { listCalendars, listPolicies, listViolations, readClock } from "./repo.ts";
import { readReport } from "./report-repo.ts";
import {
  ChangeSlaCalendar,
  ChangeSlaPolicy,
  CreateSlaCalendar,
  CreateSlaPolicy,
  SlaCalendar,
  SlaCalendarPage,
  SlaCalendarQuery,
  SlaPolicy,
  SlaPolicyPage,
  SlaPolicyQuery,
} from "./schemas.ts";
import { calendars, policies, violations } from "./tables.ts";
import { technicianRoutes } from "./technician-routes.ts";

const BASE = "/admin/sla";
const reader = { by: "user", permission: "sla:read", method: "get" } as const;
const writer = { by: "user", permission: "sla:write" } as const;

export const routes = [
  endpoint({
    ...reader,
    path: BASE,
    operationId: "readSlaOverview",
    summary: "Read how service levels stand",
    description: "The policies, the 20 clocks of which something is due next, and the 20 last violations.",
    response: SlaOverview,
    handler: (ctx) => readOverview(ctx),
  }),
  endpoint({
    ...reader,
    path: `${BASE}/policies`,
    operationId: "listSlaPolicies",
    summary: "List service level policies",
    query: SlaPolicyQuery,
    response: SlaPolicyPage,
    handler: (ctx, { query }) => listPolicies(ctx, query),
  }),
  endpoint({
    ...writer,
    method: "post",
    path: `${BASE}/policies`,
    operationId: "addSlaPolicy",
    summary: "Add a service level policy",
    description:
      "A new job gets the enabled policy of lowest `rank` whose `match` holds for it, else the default. Exactly one policy is the default: the first one, until another takes its place.",
    body: CreateSlaPolicy,
    response: SlaPolicy,
    status: 201,
    handler: (ctx, { body }) => addPolicy(ctx, body),
  }),
  endpoint({
    ...reader,
    path: `${BASE}/policies/{id}`,
    operationId: "getSlaPolicy",
    summary: "Get a service level policy",
    params: IdParams,
    response: SlaPolicy,
    handler: (ctx, { params }) => policies.get(ctx, params.id),
  }),
  endpoint({
    ...writer,
    method: "patch",
    path: `${BASE}/policies/{id}`,
    operationId: "changeSlaPolicy",
    summary: "Change a service level policy",
    description:
      "For jobs that are created from then on: clocks that run keep what they began with. `is_default: true` takes the place of the default from the policy that has it.",
    params: IdParams,
    body: ChangeSlaPolicy,
    response: SlaPolicy,
    handler: (ctx, { params, body }) => changePolicy(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...reader,
    path: `${BASE}/calendars`,
    operationId: "listSlaCalendars",
    summary: "List business calendars",
    query: SlaCalendarQuery,
    response: SlaCalendarPage,
    handler: (ctx, { query }) => listCalendars(ctx, query),
  }),
  endpoint({
    ...writer,
    method: "post",
    path: `${BASE}/calendars`,
    operationId: "addSlaCalendar",
    summary: "Add a business calendar",
    description:
      "When the clocks of a policy run: windows of each weekday by the clocks of `timezone`, less holidays. A window that goes over midnight is two. `is_24x7` runs always, without windows and holidays.",
    body: CreateSlaCalendar,
    response: SlaCalendar,
    status: 201,
    handler: (ctx, { body }) => addCalendar(ctx, body),
  }),
  endpoint({
    ...reader,
    path: `${BASE}/calendars/{id}`,
    operationId: "getSlaCalendar",
    summary: "Get a business calendar",
    params: IdParams,
    response: SlaCalendar,
    handler: (ctx, { params }) => calendars.get(ctx, params.id),
  }),
  endpoint({
    ...writer,
    method: "patch",
    path: `${BASE}/calendars/{id}`,
    operationId: "changeSlaCalendar",
    summary: "Change a business calendar",
    description: "For jobs that are created from then on: clocks that run keep the calendar that they began with.",
    params: IdParams,
    body: ChangeSlaCalendar,
    response: SlaCalendar,
    handler: (ctx, { params, body }) => changeCalendar(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...reader,
    path: `${BASE}/jobs/{id}`,
    operationId: "getSlaClock",
    summary: "Get the clock of a dispatch job",
    description:
      "Its targets, when they are due, and what came of them. While the job is on hold, the time for its resolution stands still and has no `due_at`; that for the response goes on.",
    params: IdParams,
    response: SlaClock,
    handler: async (ctx, { params }) => {
      const { clock, violations: known } = await readClock(ctx, params.id);
      return presentClock(params.id, clock, known);
    },
  }),
  endpoint({
    ...reader,
    path: `${BASE}/violations`,
    operationId: "listSlaViolations",
    summary: "List violations of service levels",
    query: SlaViolationQuery,
    response: SlaViolationPage,
    handler: (ctx, { query }) => listViolations(ctx, query),
  }),
  endpoint({
    ...reader,
    path: `${BASE}/violations/{id}`,
    operationId: "getSlaViolation",
    summary: "Get a violation of a service level",
    params: IdParams,
    response: SlaViolation,
    handler: (ctx, { params }) => violations.get(ctx, params.id),
  }),
  endpoint({
    ...writer,
    method: "post",
    path: `${BASE}/violations/{id}/acknowledge`,
    operationId: "acknowledgeSlaViolation",
    summary: "Acknowledge a violation of a service level",
    description: "One that was acknowledged without a note takes one later, once.",
    params: IdParams,
    body: AcknowledgeSlaViolation,
    response: SlaViolation,
    handler: (ctx, { params, body }) => acknowledgeViolation(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    ...reader,
    path: `${BASE}/report`,
    operationId: "readSlaReport",
    summary: "Read how service levels were kept",
    description:
      "Of the jobs that were created on these local days, by `group_by`. `compliance_bps` is met / (met + breached): what is pending or was cancelled in time does not count. Minutes are working minutes; half of the jobs took no longer than `p50_minutes`, nine of ten no longer than `p90_minutes`.",
    query: SlaReportQuery,
    response: SlaReport,
    handler: (ctx, { query }) => readReport(ctx, query),
  }),
  endpoint({
    ...writer,
    method: "delete",
    path: `${BASE}/policies/{id}`,
    operationId: "removeSlaPolicy",
    summary: "Remove a service level policy",
    description: "Its clocks run on. The default can be removed only as the last policy.",
    params: IdParams,
    response: SlaPolicy,
    handler: (ctx, { params }) => removePolicy(ctx, params.id),
  }),
  endpoint({
    ...writer,
    method: "delete",
    path: `${BASE}/calendars/{id}`,
    operationId: "removeSlaCalendar",
    summary: "Remove a business calendar that no policy goes by",
    params: IdParams,
    response: SlaCalendar,
    handler: (ctx, { params }) => removeCalendar(ctx, params.id),
  }),
  ...technicianRoutes,
];
