import {
  InstantField,
  InstantOut,
  Latitude,
  Longitude,
  line,
  namesAField,
  prose,
  together,
  z,
} from "#/kernel/fields.ts";
import { pageOf } from "#/kernel/page.ts";
import { customerEmail, namedById } from "./job-place-schemas.ts";
import { Recurrence, SetRecurrence } from "./recurrence-schemas.ts";
import { RequiredSkill, RequiredSkills } from "./skill-schemas.ts";
import { jobPriorities, jobStatuses, workingStatuses } from "./statuses.ts";

export const JobStatus = z.enum(jobStatuses);
export const JobPriority = z.enum(jobPriorities);
const stamp = InstantOut.nullable();
const skippable = stamp.openapi({
  description: "null when the technician skipped this status or has not reached it yet",
});

const planned = {
  title: "AC Repair - Smith Residence",
  description: "Unit not cooling, thermostat reads 85F",
  priority: "high" as const,
  job_type: "repair",
  customer_name: "John Smith",
  customer_phone: "+1 813 555 0142",
  service_address: "123 Oak St",
  service_city: "Tampa",
  service_state: "FL",
  service_zip: "33601",
  duration_minutes: 90,
};
export const jobExample = {
  id: 42,
  job_number: 42,
  visit_number: 1,
  parent_id: null,
  ...planned,
  status: "on_site" as const,
  status_at: "2026-03-28T13:02:00.000Z",
  customer_id: 7,
  site_id: 9,
  zone_id: 2,
  service_latitude: 27.9506,
  service_longitude: -82.4572,
  location: "known" as const,
  scheduled_start: "2026-03-28T13:00:00.000Z",
  scheduled_end: "2026-03-28T15:00:00.000Z",
  arrival_window_start: "2026-03-28T12:30:00.000Z",
  arrival_window_end: "2026-03-28T13:30:00.000Z",
  required_skills: [{ skill_id: 4, min_level: 2, mandatory: true }],
  technician_id: 3,
  crew: [5],
  pinned: false,
  assigned_at: "2026-03-28T12:05:00.000Z",
  acknowledged_at: "2026-03-28T12:10:00.000Z",
  en_route_at: "2026-03-28T12:40:00.000Z",
  on_site_at: "2026-03-28T13:02:00.000Z",
  started_at: null,
  completed_at: null,
  cancelled_at: null,
  cancel_reason: null,
  hold_reason: null,
  held_from: null,
  recurrence: null,
  series_id: null,
  occurs_on: null,
  created_by: "user:1",
  created_at: "2026-03-27T20:15:00.000Z",
  updated_at: "2026-03-28T13:02:00.000Z",
  version: 5,
};

export const DispatchJob = z
  .object({
    id: z.int(),
    job_number: z.int(),
    visit_number: z.int(),
    parent_id: z.int().nullable(),
    title: z.string(),
    description: z.string().nullable(),
    priority: JobPriority,
    status: JobStatus,
    status_at: stamp,
    job_type: z.string().nullable(),
    customer_id: z.int().nullable(),
    site_id: z.int().nullable(),
    zone_id: z.int().nullable(),
    customer_name: z.string(),
    customer_phone: z.string().nullable(),
    service_address: z.string().nullable(),
    service_city: z.string().nullable(),
    service_state: z.string().nullable(),
    service_zip: z.string().nullable(),
    service_latitude: Latitude.nullable(),
    service_longitude: Longitude.nullable(),
    location: z.enum(["known", "unknown"]).nullable(),
    scheduled_start: stamp,
    scheduled_end: stamp,
    arrival_window_start: stamp,
    arrival_window_end: stamp,
    duration_minutes: z.int().nullable(),
    required_skills: z.array(RequiredSkill),
    technician_id: z.int().nullable(),
    crew: z.array(z.int()),
    pinned: z.boolean(),
    assigned_at: stamp,
    acknowledged_at: skippable,
    en_route_at: stamp,
    on_site_at: skippable,
    started_at: stamp,
    completed_at: stamp,
    cancelled_at: stamp,
    cancel_reason: z.string().nullable(),
    hold_reason: z.string().nullable(),
    held_from: z.enum(workingStatuses).nullable(),
    recurrence: z.union([Recurrence, z.null()]),
    series_id: z.int().nullable(),
    occurs_on: z.string().nullable().openapi({ format: "date" }),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("DispatchJob", { example: jobExample });
/** The answer to whoever sends somebody to a customer, or plans to. */
export const WarnedDispatchJob = DispatchJob.extend({
  warnings: z.array(z.string()).optional().openapi({
    description:
      "what to know before somebody is sent: that the customer must not be served, and why, or that they are archived; absent: nothing",
  }),
}).openapi("WarnedDispatchJob", {
  example: { ...jobExample, warnings: ["This customer must not be served: Never pays."] },
});
export const DispatchJobPage = pageOf("DispatchJobPage", DispatchJob);

/** What every `dispatch.*` event carries: the job as it is then, what it was before, and the technician's position where it is known. */
export const DispatchEvent = DispatchJob.extend({
  latitude: Latitude.nullable(),
  longitude: Longitude.nullable(),
  previous_status: z.union([JobStatus, z.null()]),
  previous_technician_id: z.int().nullable(),
  reason: z.string().nullable(),
}).openapi("DispatchEvent", {
  example: {
    ...jobExample,
    latitude: 27.9506,
    longitude: -82.4572,
    previous_status: "en_route",
    previous_technician_id: 3,
    reason: null,
  },
});

export const times = {
  scheduled_start: InstantField,
  scheduled_end: InstantField,
  arrival_window_start: InstantField,
  arrival_window_end: InstantField,
};
/** What the office decides of a job, each null or absent where nothing is known. */
export const optional = {
  ...namedById,
  description: prose(4000),
  job_type: line(60),
  customer_phone: line(40),
  service_address: line(200),
  service_city: line(100),
  service_state: line(60),
  service_zip: line(20),
  service_latitude: Latitude,
  service_longitude: Longitude,
  ...times,
  duration_minutes: z.int().min(1).max(14_400),
};
/** A union, since `nullable()` of a field with a documented type leaves null out of the document. */
const nullable = Object.fromEntries(
  Object.entries(optional).map(([name, field]) => [name, z.union([field, z.null()]).optional()]),
) as { [K in keyof typeof optional]: z.ZodOptional<z.ZodUnion<[(typeof optional)[K], z.ZodNull]>> }; // safe: each field of it, and no other

/** Checks of times that are named together. */
export const endsAfterStart: Check<"scheduled_start" | "scheduled_end"> = [
  (job) => !job.scheduled_start || !job.scheduled_end || job.scheduled_end > job.scheduled_start,
  { path: ["scheduled_end"], error: "must be after scheduled_start" },
];
export const windowInOrder: Check<"arrival_window_start" | "arrival_window_end"> = [
  (job) => !job.arrival_window_start || !job.arrival_window_end || job.arrival_window_end >= job.arrival_window_start,
  { path: ["arrival_window_end"], error: "must not be before arrival_window_start" },
];
type Check<F extends string> = [
  (job: { [K in F]?: string | null | undefined }) => boolean,
  { path: string[]; error: string },
];

export const CreateDispatchJob = z
  .strictObject({
    title: line(160),
    priority: JobPriority.default("normal"),
    customer_name: line(160),
    ...z.object(optional).partial().shape,
    customer_email: customerEmail.optional(),
    pinned: z.boolean().optional(),
    required_skills: RequiredSkills.optional(),
    recurrence: SetRecurrence.optional(),
  })
  .refine(...together("service_latitude", "service_longitude"))
  .refine(...together("scheduled_start", "scheduled_end"))
  .refine(...together("arrival_window_start", "arrival_window_end"))
  .refine(...endsAfterStart)
  .refine(...windowInOrder)
  .refine((job) => !job.recurrence || job.scheduled_start, {
    path: ["recurrence"],
    error: "needs scheduled_start: the time of the first job",
  })
  .openapi("CreateDispatchJob", {
    example: {
      ...planned,
      scheduled_start: "2026-03-28T09:00:00Z",
      scheduled_end: "2026-03-28T11:00:00Z",
      required_skills: [{ skill_id: 4, min_level: 2 }],
    },
  });

export const ChangeDispatchJob = z
  .strictObject({
    title: line(160).optional(),
    priority: JobPriority.optional(),
    customer_name: line(160).optional(),
    ...nullable,
    pinned: z.boolean().optional(),
    required_skills: RequiredSkills.optional(),
    recurrence: z.union([SetRecurrence, z.null()]).optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeDispatchJob", { example: { priority: "urgent", required_skills: [{ skill_id: 4 }] } });
