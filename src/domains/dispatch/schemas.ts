import { IntervalOnWire } from "#/domains/availability/index.ts";
import { DateField, InstantOut, Latitude, Longitude, z } from "#/kernel/fields.ts";
import { PageQuery } from "#/kernel/page.ts";
import { DispatchJob, jobExample } from "./job-schemas.ts";

/** A day; today in the business' time zone when absent. */
export const DayQuery = z.object({
  date: DateField.optional().openapi({ description: "local day; today in the business' time zone when absent" }),
});

export const MyJobsQuery = PageQuery.pick({ page: true, limit: true }).extend(DayQuery.shape);
/** One technician's day is short: the spec's page, by number only. */
export const MyJobsPage = z
  .object({
    items: z.array(DispatchJob),
    total: z.int().openapi({ example: 1 }),
    page: z.int().openapi({ example: 1 }),
    limit: z.int().openapi({ example: 50 }),
    total_pages: z.int().openapi({ example: 1 }),
  })
  .openapi("MyJobsPage", { example: { items: [jobExample], total: 1, page: 1, limit: 50, total_pages: 1 } });

export const spot = { latitude: 27.9506, longitude: -82.4572, speed: 35.5, heading: 180, accuracy: 8 };
export const positionExample = { ...spot, at: "2026-03-28T12:58:30.000Z" };
export const TechnicianPosition = z
  .object({
    latitude: Latitude,
    longitude: Longitude,
    speed: z.number().nullable(),
    heading: z.number().nullable().openapi({ description: "degrees clockwise from north" }),
    accuracy: z.number().nullable().openapi({ description: "radius in metres; null where the device did not tell" }),
    at: InstantOut,
  })
  .openapi("TechnicianPosition", { example: positionExample });

const countsExample = {
  jobs: 1,
  by_status: {
    ...{ pending: 0, dispatched: 0, acknowledged: 0, en_route: 0, on_site: 1 },
    ...{ in_progress: 0, on_hold: 0, completed: 0, cancelled: 0 },
  },
  unassigned: 0,
  late: 0,
};
export const BoardCounts = z
  .object({
    jobs: z.int().openapi({ description: "all of them" }),
    by_status: z
      .record(z.string(), z.int())
      .openapi({ description: "how many are in each status; every status is there" }),
    unassigned: z.int().openapi({ description: "those that nobody has, finished ones aside" }),
    late: z.int().openapi({
      description:
        "those that nobody has come to yet, though the arrival window is over, or the planned start where the customer was promised no window; not those on hold",
    }),
  })
  .openapi("BoardCounts", {
    example: countsExample,
  });
const levelExample = {
  ...{ job_id: 42, kind: "response" as const, state: "warning" as const },
  ...{ due_at: "2026-03-28T13:10:00.000Z", response_met_at: "acknowledged" },
};
export const ServiceLevel = z
  .object({
    job_id: z.int(),
    kind: z.enum(["response", "resolution"]).openapi({ description: "of the promise" }),
    state: z.enum(["warning", "violated"]).openapi({
      description: "`warning`: the time is nearly over. `violated`: it was over before the job got there",
    }),
    due_at: InstantOut.nullable(),
    response_met_at: z.string().openapi({ description: "the status of the job by which its response counts as given" }),
  })
  .openapi("BoardServiceLevel", { example: levelExample });
const shiftExample = { starts_at: "2026-03-28T12:00:00.000Z", ends_at: "2026-03-28T21:00:00.000Z" };
export const Board = z
  .object({
    date: z.string().openapi({ format: "date" }),
    now: InstantOut.openapi({ description: "when this board was read, by the server's clock" }),
    timezone: z.string(),
    seq: z
      .int()
      .openapi({ description: "the last event this board contains; a stream resumed after it misses nothing" }),
    jobs: z.array(DispatchJob).openapi({
      description:
        "all jobs of this local day, by start: those whose planned time overlaps it, those that are under way on it, and those completed on it",
    }),
    counts: BoardCounts.openapi({ description: "`jobs` in numbers, at `now`; the backlog is not in them" }),
    backlog: z.array(DispatchJob).openapi({
      description: "unfinished jobs without a time, the oldest first: at most 200, and at most 256 KiB of them",
    }),
    backlog_total: z.int().openapi({
      description: "how many jobs the whole backlog has; counted up to 10000, which means as many or more",
    }),
    backlog_next_cursor: z.string().nullable().openapi({
      description:
        "where the rest of the backlog begins: send it as `cursor` to GET /admin/dispatch?sort=scheduled_start, and go on by `next_cursor`; null when `backlog` is all",
    }),
    technicians: z
      .array(
        z.object({
          id: z.int(),
          name: z.string(),
          shifts: z.array(IntervalOnWire).openapi({
            description: "whole shifts that reach into the day: none on a holiday, and time off does not shorten them",
          }),
          time_off: z.array(IntervalOnWire).openapi({ description: "approved time off that reaches into the day" }),
          position: z.union([TechnicianPosition, z.null()]).openapi({ description: "the last one known; null: none" }),
        }),
      )
      .openapi({ description: "active technicians with their shifts and their last known position" }),
    service_levels: z.array(ServiceLevel).openapi({
      description: "promises for jobs of this board that were broken, and those whose time is nearly over",
    }),
  })
  .openapi("DispatchBoard", {
    example: {
      date: "2026-03-28",
      now: "2026-03-28T12:58:41.000Z",
      timezone: "America/New_York",
      seq: 118,
      jobs: [jobExample],
      counts: countsExample,
      backlog: [],
      backlog_total: 0,
      backlog_next_cursor: null,
      technicians: [{ id: 3, name: "Mike Johnson", shifts: [shiftExample], time_off: [], position: positionExample }],
      service_levels: [levelExample],
    },
  });
