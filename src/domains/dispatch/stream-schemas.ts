import { IdText, InstantField, InstantOut, Latitude, Longitude, z } from "#/kernel/fields.ts";
import { DispatchJob } from "./job-schemas.ts";
import { positionExample, spot, TechnicianPosition } from "./schemas.ts";

/** What devices send for a reading that they do not have, beside null: iOS a negative number, serializers NaN in quotes. */
const isUnknown = (value: unknown): boolean =>
  typeof value === "number" ? !(value >= 0 && value < Infinity) : value === "NaN" || value === "Infinity";

/** A reading from 0 on; null where the device does not know it. A position is never lost for its trimmings (domain-rules.md 3.22). */
const reading = (description: string) =>
  z
    .preprocess((value) => (isUnknown(value) ? null : value), z.number().nullable())
    .optional()
    .openapi({
      type: ["number", "null"],
      description: `${description}; a negative number, like null, means that it is unknown`,
    });

const When = InstantField.openapi({ description: "when the device read its place; at most five minutes ahead" });

const ReportFields = z.strictObject({
  latitude: Latitude,
  longitude: Longitude,
  speed: reading("in the device's unit"),
  heading: reading("degrees clockwise from north, 360 being 0 again"),
  accuracy: reading("radius in metres within which the device believes itself to be"),
});
export const ReportPosition = ReportFields.extend({
  at: When.optional().openapi({
    description: "when the device read its place, at most five minutes ahead; now when absent",
  }),
}).openapi("ReportPosition", { example: spot });

const offline = { ...spot, at: "2026-03-28T12:58:30Z" };
export const ReportPositions = z
  .strictObject({
    reports: z
      .array(ReportFields.extend({ at: When }))
      .min(1)
      .max(500),
  })
  .openapi("ReportPositions", {
    example: { reports: [offline, { ...offline, latitude: 27.9512, at: "2026-03-28T12:58:40Z" }] },
  });

export const ReportedPosition = TechnicianPosition.extend({ technician_id: z.int() }).openapi("ReportedPosition", {
  example: { technician_id: 3, ...positionExample },
});

export const ReportedPositions = z
  .object({
    accepted: z.int().openapi({ description: "how many reports were taken" }),
    ignored: z.int().openapi({ description: "how many were left out" }),
    ignored_reports: z
      .array(
        z.object({
          index: z.int().openapi({ description: "which of the `reports`, counted from 0" }),
          reason: z.enum(["duplicate", "impossible_speed", "too_old"]).openapi({
            description:
              "`duplicate`: the same place and time again. `impossible_speed`: too far from the place before it. `too_old`: from more than 30 days ago",
          }),
        }),
      )
      .openapi({ description: "those that were left out, and why" }),
    position: z.union([ReportedPosition, z.null()]).openapi({ description: "the last position that is known now" }),
  })
  .openapi("ReportedPositions", {
    example: {
      accepted: 2,
      ignored: 0,
      ignored_reports: [],
      position: { technician_id: 3, ...positionExample, latitude: 27.9512, at: "2026-03-28T12:58:40.000Z" },
    },
  });

export const LastPositions = z
  .object({
    technicians: z
      .array(
        z.object({
          id: z.int(),
          name: z.string(),
          position: z.union([TechnicianPosition, z.null()]).openapi({ description: "the last one known; null: none" }),
        }),
      )
      .openapi({ description: "active technicians with their last known position" }),
  })
  .openapi("LastPositions", {
    example: { technicians: [{ id: 3, name: "Mike Johnson", position: positionExample }] },
  });

export const TrailQuery = z.object({
  after: InstantField.optional().openapi({
    description: "only points after this moment: `next_after` of the answer before",
  }),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, "must be between 1 and 5000")
    .transform(Number)
    .refine((n) => n <= 5000, "must be between 1 and 5000")
    .default(1000)
    .openapi({ type: "integer", minimum: 1, maximum: 5000, default: 1000 }),
});
export const Trail = z
  .object({
    job_id: z.int(),
    points: z.array(ReportedPosition).openapi({ description: "oldest first" }),
    next_after: InstantOut.nullable().openapi({
      description: "send it as `after` for the next points; null: these are the last",
    }),
  })
  .openapi("Trail", {
    example: { job_id: 42, points: [{ technician_id: 3, ...positionExample }], next_after: null },
  });

const MAX_TECHNICIANS = 50;
/** `3`, `3,4` or the parameter several times: all of them. */
export const TechnicianIds = z
  .string()
  .regex(/^[1-9]\d{0,15}(,[1-9]\d{0,15})*$/, "must be a positive integer, or several of them with commas between")
  .transform((text) => [...new Set(text.split(",").map(Number))])
  .refine((ids) => ids.length <= MAX_TECHNICIANS, `must be at most ${MAX_TECHNICIANS} technicians`)
  .openapi({
    type: "string",
    example: "3,4",
    description:
      "only the jobs of these technicians, and where these are: one or several, with commas between, or the parameter several times",
  });

const Credentials = z.object({
  ticket: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: "from POST /admin/dispatch/stream-ticket, in place of the Authorization header" }),
  last_event_id: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: "in place of the Last-Event-ID header, which wins", example: "118" }),
});
export const OwnStreamQuery = Credentials;
export const StreamQuery = Credentials.extend({
  technician_id: TechnicianIds.optional(),
  zone_id: IdText.optional().openapi({
    description:
      "only the jobs of this zone; with `technician_id`, jobs for which both hold. Where technicians are is shown for all zones",
  }),
});

export const OwnDay = z.object({
  date: z.string(),
  timezone: z.string(),
  seq: z.int(),
  jobs: z.array(DispatchJob),
});

const ticket = "tkt_0197a3c2-5f1e-7c3a-9d52-3b1f0a6c2e11_Qm9hcmQgdGlja2V0cyBhcmUgMjU2IHJhbmRvbSBiaXR";
export const StreamTicket = z
  .object({
    ticket: z.string(),
    url: z.url().openapi({ description: "what to give to EventSource" }),
    socket_url: z.url().openapi({ description: "what to give to WebSocket" }),
    expires_at: InstantOut.openapi({ description: "until when it must be used for the first time" }),
  })
  .openapi("StreamTicket", {
    example: {
      ticket,
      url: `https://api.truckroll.example/api/v1/admin/dispatch/stream?ticket=${ticket}`,
      socket_url: `wss://api.truckroll.example/api/v1/admin/dispatch/socket?ticket=${ticket}`,
      expires_at: "2026-03-28T14:31:00.000Z",
    },
  });
