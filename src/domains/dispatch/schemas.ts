import { IntervalOnWire } from "#/domains/availability/index.ts";
import {
  DateField,
  daysInOrder,
  Id,
  IdText,
  InstantField,
  InstantOut,
  Latitude,
  Longitude,
  line,
  prose,
  together,
  z,
} from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { reportedStatuses } from "./rules.ts";
import { jobPriorities, jobStatuses } from "./statuses.ts";

const JobStatus = z.enum(jobStatuses);
const JobPriority = z.enum(jobPriorities);
const stamp = InstantOut.nullable();
const skippable = stamp.openapi({
  description: "null when the technician skipped this status or has not reached it yet",
});

const planned = {
  title: "AC Repair - Smith Residence",
  description: "Unit not cooling, thermostat reads 85F",
  priority: "high" as const,
  customer_name: "John Smith",
  customer_phone: "+1 813 555 0142",
  service_address: "123 Oak St",
  service_city: "Tampa",
  service_state: "FL",
  service_zip: "33601",
};
const jobExample = {
  id: 42,
  ...planned,
  status: "on_site" as const,
  scheduled_start: "2026-03-28T13:00:00.000Z",
  scheduled_end: "2026-03-28T15:00:00.000Z",
  technician_id: 3,
  assigned_at: "2026-03-28T12:05:00.000Z",
  acknowledged_at: "2026-03-28T12:10:00.000Z",
  en_route_at: "2026-03-28T12:40:00.000Z",
  on_site_at: "2026-03-28T13:02:00.000Z",
  started_at: null,
  completed_at: null,
  created_by: "user:1",
  created_at: "2026-03-27T20:15:00.000Z",
  updated_at: "2026-03-28T13:02:00.000Z",
  version: 5,
};

export const DispatchJob = z
  .object({
    id: z.int(),
    title: z.string(),
    description: z.string().nullable(),
    priority: JobPriority,
    status: JobStatus,
    customer_name: z.string(),
    customer_phone: z.string().nullable(),
    service_address: z.string().nullable(),
    service_city: z.string().nullable(),
    service_state: z.string().nullable(),
    service_zip: z.string().nullable(),
    scheduled_start: stamp,
    scheduled_end: stamp,
    technician_id: z.int().nullable(),
    assigned_at: stamp,
    acknowledged_at: skippable,
    en_route_at: stamp,
    on_site_at: skippable,
    started_at: stamp,
    completed_at: stamp,
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("DispatchJob", { example: jobExample });
export const DispatchJobPage = pageOf("DispatchJobPage", DispatchJob);

/** What every `dispatch.*` event carries: the job as it is then, and the technician's position where it is known. */
export const DispatchEvent = DispatchJob.extend({
  latitude: Latitude.nullable(),
  longitude: Longitude.nullable(),
}).openapi("DispatchEvent", { example: { ...jobExample, latitude: 27.9506, longitude: -82.4572 } });

export const CreateDispatchJob = z
  .strictObject({
    title: line(160),
    description: prose(4000).optional(),
    priority: JobPriority.default("normal"),
    customer_name: line(160),
    customer_phone: line(40).optional(),
    service_address: line(200).optional(),
    service_city: line(100).optional(),
    service_state: line(60).optional(),
    service_zip: line(20).optional(),
    scheduled_start: InstantField.optional(),
    scheduled_end: InstantField.optional(),
  })
  .refine(...together("scheduled_start", "scheduled_end"))
  .refine((job) => !job.scheduled_start || !job.scheduled_end || job.scheduled_end > job.scheduled_start, {
    path: ["scheduled_end"],
    error: "must be after scheduled_start",
  })
  .openapi("CreateDispatchJob", {
    example: { ...planned, scheduled_start: "2026-03-28T09:00:00Z", scheduled_end: "2026-03-28T11:00:00Z" },
  });

export const DispatchJobQuery = PageQuery.extend({
  status: JobStatus.optional(),
  technician_id: IdText.optional(),
  date_from: DateField.optional().openapi({
    description: "jobs whose planned time reaches into this local day or a later one, or that are under way then",
  }),
  date_to: DateField.optional().openapi({
    description: "jobs whose planned time begins on this local day or earlier, or that were under way by then",
  }),
  sort: sortBy("scheduled_start", "updated_at"),
}).refine(...daysInOrder);

export const AssignTechnician = z
  .strictObject({ technician_id: Id })
  .openapi("AssignTechnician", { example: { technician_id: 3 } });

export const ReportStatus = z
  .strictObject({
    status: z.enum(reportedStatuses),
    latitude: Latitude.nullable()
      .optional()
      .openapi({ description: "null or absent where the device does not know it" }),
    longitude: Longitude.nullable().optional(),
  })
  .refine(...together("latitude", "longitude"))
  .openapi("ReportStatus", { example: { status: "on_site", latitude: 27.9506, longitude: -82.4572 } });

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

const shiftExample = { starts_at: "2026-03-28T12:00:00.000Z", ends_at: "2026-03-28T21:00:00.000Z" };
export const Board = z
  .object({
    date: z.string().openapi({ format: "date" }),
    timezone: z.string(),
    seq: z
      .int()
      .openapi({ description: "the last event this board contains; a stream resumed after it misses nothing" }),
    jobs: z.array(DispatchJob).openapi({
      description:
        "all jobs of this local day, by start: those whose planned time overlaps it, those that are under way on it, and those completed on it",
    }),
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
  })
  .openapi("DispatchBoard", {
    example: {
      date: "2026-03-28",
      timezone: "America/New_York",
      seq: 118,
      jobs: [jobExample],
      backlog: [],
      backlog_total: 0,
      backlog_next_cursor: null,
      technicians: [{ id: 3, name: "Mike Johnson", shifts: [shiftExample], time_off: [], position: positionExample }],
    },
  });
