import { Id, InstantField, InstantOut, Latitude, Longitude, line, together, z } from "#/kernel/fields.ts";
import { LogQuery, pageOf } from "#/kernel/page.ts";
import { JobStatus } from "./job-schemas.ts";
import { reportedStatuses } from "./rules.ts";

/** Most technicians who help the one in charge. */
const MOST_CREW = 20;

export const AssignTechnician = z
  .strictObject({
    technician_id: Id,
    crew: z
      .array(Id)
      .max(MOST_CREW)
      .refine((ids) => new Set(ids).size === ids.length, "must not name a technician twice")
      .optional()
      .openapi({ description: "technicians who help; absent: those who do now" }),
  })
  .openapi("AssignTechnician", { example: { technician_id: 3 } });

const Reason = line(500);
const Because = <N extends string>(name: N, example: string) =>
  z.strictObject({ reason: Reason }).openapi(name, { example: { reason: example } });
export const HoldDispatchJob = Because("HoldDispatchJob", "Waits for a compressor");
export const CancelDispatchJob = Because("CancelDispatchJob", "The customer has sold the house");
export const StepBackDispatchJob = Because("StepBackDispatchJob", "Pressed at the wrong house");
export const ReopenDispatchJob = Because("ReopenDispatchJob", "The leak is back");

const Time = z.union([InstantField, z.null()]);
export const RescheduleDispatchJob = z
  .strictObject({
    scheduled_start: Time,
    scheduled_end: Time,
    arrival_window_start: Time.optional(),
    arrival_window_end: Time.optional(),
    reason: Reason.optional(),
  })
  .openapi("RescheduleDispatchJob", {
    example: { scheduled_start: "2026-03-29T13:00:00Z", scheduled_end: "2026-03-29T15:00:00Z" },
  });

/** What a phone that was offline says with what it reports later. */
export const offline = {
  client_event_id: z
    .string()
    .regex(/^[\w.:-]{1,64}$/, "must be 1 to 64 letters, digits or . _ : -")
    .optional()
    .openapi({ description: "id that the device gives to what it reports: the same one again changes nothing" }),
  occurred_at: InstantField.optional().openapi({
    description: "when it happened by the device's clock, at most 5 minutes ahead of the server's; now when absent",
  }),
};

const place = {
  latitude: Latitude.nullable().optional().openapi({ description: "null or absent where the device does not know it" }),
  longitude: Longitude.nullable().optional(),
};

export const ReportStatus = z
  .strictObject({ status: z.enum(reportedStatuses), ...place, ...offline })
  .refine(...together("latitude", "longitude"))
  .openapi("ReportStatus", { example: { status: "on_site", latitude: 27.9506, longitude: -82.4572 } });

export const AcknowledgeJob = z
  .strictObject({ ...place, ...offline })
  .refine(...together("latitude", "longitude"))
  .optional()
  .openapi("AcknowledgeJob", { example: { occurred_at: "2026-03-28T12:10:00Z" } });

export const JobChange = z
  .object({
    version: z.int().openapi({ description: "of the job, that the change made" }),
    action: z.string().openapi({
      description:
        "`assign`, `unassign`, `report`, `hold`, `resume`, `step_back`, `cancel`, `reopen`, `reschedule`, `change` ...",
    }),
    from_status: JobStatus,
    to_status: JobStatus,
    technician_id: z.int().nullable(),
    previous_technician_id: z.int().nullable(),
    at: InstantOut,
    occurred_at: InstantOut.nullable().openapi({ description: "by the clock of the device, where it said so" }),
    client_event_id: z.string().nullable(),
    is_applied: z.boolean().openapi({
      description: "false: it was told too late, after a later change, and is only kept here",
    }),
    actor: z.string(),
    latitude: Latitude.nullable(),
    longitude: Longitude.nullable(),
    reason: z.string().nullable(),
    changes: z
      .record(z.string(), z.unknown())
      .nullable()
      .openapi({
        description: "fields other than the status, with their values before and after",
        additionalProperties: { type: "object", properties: { before: {}, after: {} }, required: ["before", "after"] },
      }),
  })
  .openapi("JobChange", {
    example: {
      version: 5,
      action: "report",
      from_status: "en_route",
      to_status: "on_site",
      technician_id: 3,
      previous_technician_id: 3,
      at: "2026-03-28T13:02:00.000Z",
      occurred_at: null,
      client_event_id: null,
      is_applied: true,
      actor: "user:4",
      latitude: 27.9506,
      longitude: -82.4572,
      reason: null,
      changes: null,
    },
  });
export const JobChangePage = pageOf("JobChangePage", JobChange);
export const JobHistoryQuery = LogQuery;
