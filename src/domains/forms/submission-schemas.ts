import {
  Bom,
  DateField,
  daysInOrder,
  IdParams,
  IdText,
  InstantField,
  InstantOut,
  Latitude,
  Longitude,
  line,
  together,
  z,
} from "#/kernel/fields.ts";
import { imageTypes, PIXEL } from "#/kernel/images.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { FormField } from "./schemas.ts";
import { submissionSources, submissionStatuses } from "./statuses.ts";

const Answers = z.record(z.string().max(63), z.unknown()).openapi({
  description:
    "answers by the keys of the fields: text, number, true or false; a list of values of several choices; a list of ids of uploaded files; latitude and longitude in an object; of a repeated section a list of entries, each with its answers by key",
  example: { result: "fail", reason: "The heat exchanger is cracked" },
});
const answersExample = { result: "fail", reason: "The heat exchanger is cracked" };

const submission = {
  id: z.int(),
  form_id: z.int(),
  form_version: z.int(),
  form_name: z.string(),
  status: z.enum(submissionStatuses),
  source: z.enum(submissionSources),
  job_id: z.int().nullable(),
  customer_id: z.int().nullable(),
  technician_id: z.int().nullable(),
  answers: Answers,
  score: z.number().nullable(),
  max_score: z.number().nullable(),
  started_at: InstantOut,
  submitted_at: InstantOut.nullable(),
  submitted_by: z.string().nullable(),
  client_event_id: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  reopen_reason: z.string().nullable(),
  voided_at: InstantOut.nullable(),
  void_reason: z.string().nullable(),
  created_by: z.string(),
  created_at: InstantOut,
  updated_at: InstantOut,
  version: z.int().openapi({ description: "also the ETag" }),
};
export const submissionExample = {
  id: 12,
  form_id: 3,
  form_version: 1,
  form_name: "Furnace inspection",
  status: "submitted" as const,
  source: "technician" as const,
  job_id: 42,
  customer_id: 7,
  technician_id: 3,
  answers: answersExample,
  score: 0,
  max_score: 1,
  started_at: "2026-03-28T13:05:00.000Z",
  submitted_at: "2026-03-28T13:20:00.000Z",
  submitted_by: "user:4",
  client_event_id: null,
  latitude: 27.9506,
  longitude: -82.4572,
  reopen_reason: null,
  voided_at: null,
  void_reason: null,
  created_by: "user:4",
  created_at: "2026-03-28T13:05:00.000Z",
  updated_at: "2026-03-28T13:20:00.000Z",
  version: 2,
};
export const FormSubmission = z.object(submission).openapi("FormSubmission", { example: submissionExample });
export const FormSubmissionPage = pageOf("FormSubmissionPage", FormSubmission);

const file = {
  id: z.int(),
  submission_id: z.int().openapi({ description: "the submission that it belongs to" }),
  field: z.string(),
  name: z.string(),
  content_type: z.string(),
  bytes: z.int(),
  created_by: z.string(),
  created_at: InstantOut,
  updated_at: InstantOut,
  version: z.int().openapi({ description: "also the ETag" }),
};
const fileExample = {
  id: 9,
  submission_id: 12,
  field: "photos",
  name: "heat-exchanger.jpg",
  content_type: "image/jpeg",
  bytes: 240_000,
  created_by: "user:4",
  created_at: "2026-03-28T13:10:00.000Z",
  updated_at: "2026-03-28T13:10:00.000Z",
  version: 1,
};
export const FormFile = z.object(file).openapi("FormFile", { example: fileExample });

export const WholeFormSubmission = z
  .object({
    ...submission,
    fields: z.array(FormField).openapi({ description: "what its version of the form asks" }),
    files: z.array(FormFile).openapi({ description: "its photos, files and signatures, the first one first" }),
  })
  .openapi("WholeFormSubmission", {
    example: {
      ...submissionExample,
      fields: [{ key: "result", label: "Result", type: "text" }],
      files: [fileExample],
    },
  });

const filters = {
  status: z.enum(submissionStatuses).optional(),
  date_from: DateField.optional().openapi({ description: "submitted on this local day or later" }),
  date_to: DateField.optional().openapi({ description: "submitted on this local day or earlier" }),
};
const more = {
  ...filters,
  job_id: IdText.optional(),
  customer_id: IdText.optional(),
  technician_id: IdText.optional(),
};
const sort = sortBy("id", "updated_at");
export const SubmissionQuery = PageQuery.extend({ form_id: IdText.optional(), ...more, sort }).refine(...daysInOrder);
export const FormSubmissionQuery = PageQuery.extend({ ...more, sort }).refine(...daysInOrder);
export const SubmissionFileQuery = z.object({ ...filters, bom: Bom }).refine(...daysInOrder);

const offline = {
  started_at: InstantField.optional().openapi({
    description: "when it was begun, by the clock of the device; absent: now, or when the draft was made",
  }),
};
const form_version = z.int().positive().openapi({ description: "the version of the form that was filled in" });
export const SaveFormDraft = z
  .strictObject({ form_version, answers: Answers, ...offline })
  .openapi("SaveFormDraft", { example: { form_version: 1, answers: answersExample } });
export const SubmitForm = z
  .strictObject({
    form_version,
    answers: Answers.optional().openapi({ description: "all of them; absent: those of the draft" }),
    client_event_id: line(64).optional().openapi({
      description: "an id that the device gives to this submission, so that it may send it again",
    }),
    latitude: Latitude.optional().openapi({ description: "where the device was" }),
    longitude: Longitude.optional().openapi({ description: "where the device was" }),
    ...offline,
  })
  .refine(...together("latitude", "longitude"))
  .openapi("SubmitForm", { example: { form_version: 1, answers: answersExample } });

export const ReopenSubmission = z
  .strictObject({ reason: line(500) })
  .openapi("ReopenSubmission", { example: { reason: "The serial number is missing" } });
export const VoidSubmission = z
  .strictObject({ reason: line(500) })
  .openapi("VoidSubmission", { example: { reason: "Filled in for another job" } });

const id = (name: string) => IdText.openapi({ param: { name, in: "path" } });
export const JobFormParams = IdParams.extend({ form_id: id("form_id") });
export const SubmissionFileParams = IdParams.extend({ form_file_id: id("form_file_id") });
export const LinkParams = z.object({
  token: z
    .string()
    .max(100)
    .openapi({ param: { name: "token", in: "path" } }),
});

export const FileOfForm = {
  types: [...imageTypes, "application/pdf"] as [string, ...string[]],
  maxBytes: 10 * 1024 * 1024,
  example: PIXEL,
};
export const FileQuery = z.object({
  field: line(63).optional().openapi({
    description: "the key of the field that it answers; absent: the only one that takes files",
    example: "photos",
  }),
  name: line(200).optional().openapi({ description: "what the file is called" }),
});
