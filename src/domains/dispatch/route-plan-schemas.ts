import { efforts } from "#/domains/routing/index.ts";
import { DateField, Id, InstantOut, z } from "#/kernel/fields.ts";
import { planStatuses } from "./statuses.ts";

export const OptimizeRoutes = z
  .strictObject({
    date: DateField.openapi({
      description: "local day; of one that is over the plan shows how it could have gone, and cannot be applied",
    }),
    technician_ids: z
      .array(Id)
      .min(1)
      .max(200)
      .optional()
      .openapi({ description: "whose routes are planned, with their jobs and those of nobody; all when absent" }),
    include_backlog: z.boolean().optional().openapi({ description: "jobs without a time are planned too" }),
    effort: z
      .enum(efforts)
      .optional()
      .openapi({ description: "how long is searched: about 1, 3 or 10 seconds for 100 jobs; `quick` when absent" }),
    apply: z.boolean().optional().openapi({ description: "the jobs get these technicians and times" }),
  })
  .openapi("OptimizeRoutes", { example: { date: "2026-03-28" } });

const Totals = z.object({
  distance_m: z.int().openapi({ description: "metres of road" }),
  travel_minutes: z.int().openapi({ description: "minutes of driving" }),
  overtime_minutes: z.int().openapi({ description: "minutes after the shifts" }),
  assigned: z.int().openapi({ description: "jobs that somebody does" }),
  late: z.int().openapi({ description: "jobs that begin after their window" }),
});
const totals = { distance_m: 48_200, travel_minutes: 72, overtime_minutes: 0, assigned: 6, late: 0 };

const known = {
  matrix: z
    .enum(["estimated", "osrm"])
    .openapi({ description: "where the ways come from: estimated when no map service answered" }),
  routes: z.array(
    z.object({
      technician_id: z.int(),
      departure: InstantOut.openapi({ description: "when the technician sets out, as late as the first job allows" }),
      arrival: InstantOut.openapi({ description: "at the end of the day" }),
      distance_m: z.int().openapi({ description: "metres of road" }),
      travel_minutes: z.int().openapi({ description: "minutes of driving" }),
      overtime_minutes: z.int().openapi({ description: "minutes after the shift" }),
      stops: z.array(
        z.object({
          job_id: z.int(),
          arrival: InstantOut.openapi({ description: "at the place of work" }),
          start: InstantOut.openapi({ description: "of the work, after waiting for the window" }),
          end: InstantOut.openapi({ description: "of the work" }),
        }),
      ),
    }),
  ),
  unassigned: z.array(
    z.object({
      job_id: z.int(),
      reason: z
        .enum(["place_unknown", "skill", "time_window", "shift", "capacity", "no_time_left", "not_worth_it"])
        .openapi({
          description:
            "place_unknown: nobody knows where it is; skill: nobody has its skills; time_window: nobody can come within its window; shift: it fits in no shift; capacity: all who could may have no more jobs; no_time_left: their days are full; not_worth_it: it would cost more than it is worth",
        }),
    }),
  ),
  before: Totals,
  after: Totals,
  changes: z.int().openapi({ description: "jobs that get another technician or time" }),
};

const plan = {
  id: z
    .int()
    .nullable()
    .openapi({ description: "of a plan that is kept: one that was applied, or is made in the background" }),
  status: z.enum(planStatuses).openapi({ description: "running: it is being made in the background" }),
  progress_percent: z.int().openapi({ description: "how far the search has come" }),
  reason: z.string().nullable().openapi({ description: "why it has failed; null: it has not" }),
  date: z.string().openapi({ format: "date" }),
  applied: z.boolean().openapi({ description: "the jobs have these technicians and times" }),
  created_at: InstantOut,
  finished_at: InstantOut.nullable(),
  undone_at: InstantOut.nullable().openapi({ description: "when its changes were taken back; null: they were not" }),
};
const planExample = {
  id: 12,
  status: "done" as const,
  progress_percent: 100,
  reason: null,
  date: "2026-03-28",
  applied: true,
  created_at: "2026-03-27T20:10:00.000Z",
  finished_at: "2026-03-27T20:10:02.000Z",
  undone_at: null,
};

export const RoutePlan = z.object({ ...plan, ...z.object(known).partial().shape }).openapi("RoutePlan", {
  description: "The routes are there when `status` is done, and when only their changes could not be made.",
  example: {
    ...planExample,
    matrix: "estimated",
    routes: [
      {
        technician_id: 3,
        departure: "2026-03-28T12:41:00.000Z",
        arrival: "2026-03-28T20:10:00.000Z",
        distance_m: 31_400,
        travel_minutes: 47,
        overtime_minutes: 0,
        stops: [
          {
            job_id: 42,
            arrival: "2026-03-28T12:58:00.000Z",
            start: "2026-03-28T13:00:00.000Z",
            end: "2026-03-28T15:00:00.000Z",
          },
        ],
      },
    ],
    unassigned: [{ job_id: 43, reason: "time_window" }],
    before: { ...totals, distance_m: 71_900, travel_minutes: 108 },
    after: totals,
    changes: 3,
  },
});

export const RoutePlanEvent = z
  .object({
    id: z.int().openapi({ description: "of the plan: GET /admin/route-plans/{id} has the routes" }),
    date: plan.date,
    status: plan.status,
    reason: plan.reason,
    changes: known.changes,
    applied: plan.applied,
  })
  .openapi("RoutePlanEvent", {
    example: { id: 12, date: "2026-03-28", status: "done", reason: null, changes: 3, applied: true },
  });
