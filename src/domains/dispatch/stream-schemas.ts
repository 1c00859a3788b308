import { InstantOut, Latitude, Longitude, z } from "#/kernel/fields.ts";
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

export const ReportPosition = z
  .strictObject({
    latitude: Latitude,
    longitude: Longitude,
    speed: reading("in the device's unit"),
    heading: reading("degrees clockwise from north, 360 being 0 again"),
    accuracy: reading("radius in metres within which the device believes itself to be"),
  })
  .openapi("ReportPosition", { example: spot });

export const ReportedPosition = TechnicianPosition.extend({ technician_id: z.int() }).openapi("ReportedPosition", {
  example: { technician_id: 3, ...positionExample },
});

export const StreamQuery = z.object({
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

const ticket = "tkt_0197a3c2-5f1e-7c3a-9d52-3b1f0a6c2e11_Qm9hcmQgdGlja2V0cyBhcmUgMjU2IHJhbmRvbSBiaXR";
export const StreamTicket = z
  .object({
    ticket: z.string(),
    url: z.url().openapi({ description: "what to give to EventSource" }),
    expires_at: InstantOut.openapi({ description: "until when it must be used for the first time" }),
  })
  .openapi("StreamTicket", {
    example: {
      ticket,
      url: `https://api.truckroll.example/api/v1/admin/dispatch/stream?ticket=${ticket}`,
      expires_at: "2026-03-28T14:31:00.000Z",
    },
  });
