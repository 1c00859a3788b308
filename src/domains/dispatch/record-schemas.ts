import { IdParams, IdText, InstantOut, line, prose, z } from "#/kernel/fields.ts";
import { imageTypes, PIXEL } from "#/kernel/images.ts";
import { LogQuery, pageOf } from "#/kernel/page.ts";
import { offline } from "./step-schemas.ts";

// What people on a job and in the office keep with it: notes and photos.

export const AddJobNote = z
  .strictObject({ text: prose(4000).refine((text) => text.trim() !== "", "must not be empty"), ...offline })
  .openapi("AddJobNote", { example: { text: "The breaker is behind the water heater" } });

export const JobNote = z
  .object({
    id: z.int(),
    job_id: z.int(),
    text: z.string(),
    occurred_at: InstantOut.nullable(),
    client_event_id: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("JobNote", {
    example: {
      id: 8,
      job_id: 42,
      text: "The breaker is behind the water heater",
      occurred_at: null,
      client_event_id: null,
      created_by: "user:4",
      created_at: "2026-03-28T13:20:00.000Z",
    },
  });
export const JobNotePage = pageOf("JobNotePage", JobNote);
export const JobRecordQuery = LogQuery;

export const PhotoFile = { types: imageTypes, maxBytes: 10 * 1024 * 1024, example: PIXEL } as const;
export const PhotoParams = IdParams.extend({ photo_id: IdText.openapi({ param: { name: "photo_id", in: "path" } }) });
export const PhotoQuery = z.object({
  caption: line(200).optional().openapi({ description: "what the photo shows" }),
});

export const JobPhoto = z
  .object({
    id: z.int(),
    job_id: z.int(),
    content_type: z.enum(imageTypes),
    size_bytes: z.int(),
    caption: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("JobPhoto", {
    example: {
      id: 5,
      job_id: 42,
      content_type: "image/jpeg",
      size_bytes: 2_400_000,
      caption: "Cracked heat exchanger",
      created_by: "user:4",
      created_at: "2026-03-28T13:25:00.000Z",
    },
  });
export const JobPhotoPage = pageOf("JobPhotoPage", JobPhoto);
