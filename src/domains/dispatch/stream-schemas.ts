import { InstantOut, Latitude, Longitude, z } from "#/kernel/fields.ts";
import { positionExample, spot, TechnicianPosition } from "./schemas.ts";

export const ReportPosition = z
  .strictObject({
    latitude: Latitude,
    longitude: Longitude,
    speed: z
      .number()
      .min(0)
      .nullable()
      .optional()
      .openapi({ description: "in the device's unit; null or absent when unknown" }),
    heading: z
      .number()
      .min(0)
      .lt(360)
      .nullable()
      .optional()
      .openapi({ description: "degrees clockwise from north; null or absent when unknown" }),
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
