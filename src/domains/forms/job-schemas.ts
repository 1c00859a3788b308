import { Email, Id, InstantOut, prose, z } from "#/kernel/fields.ts";
import { FormField } from "./schemas.ts";
import { dues, formKinds, submissionStatuses } from "./statuses.ts";
import { FormSubmission, submissionExample } from "./submission-schemas.ts";

export const JobForms = z
  .object({
    job_id: z.int(),
    items: z.array(
      z.object({
        form_id: z.int(),
        name: z.string(),
        kind: z.enum(formKinds),
        due: z.enum(dues).nullable().openapi({ description: "what waits for it; null: nobody has assigned it" }),
        required: z.boolean(),
        done: z.boolean().openapi({ description: "it was submitted" }),
        form_version: z.int().openapi({ description: "the version to fill in" }),
        fields: z.array(FormField).openapi({ description: "what it asks" }),
        submission: z.union([FormSubmission, z.null()]).openapi({ description: "as far as it is; null: not begun" }),
      }),
    ),
  })
  .openapi("JobForms", {
    example: {
      job_id: 42,
      items: [
        {
          ...{ form_id: 3, name: "Furnace inspection", kind: "inspection", due: "before_complete", required: true },
          ...{ done: true, form_version: 1, fields: [{ key: "result", label: "Result", type: "text" }] },
          submission: submissionExample,
        },
      ],
    },
  });

const link = {
  to: Email.optional().openapi({ description: "where the mail goes; absent: to the customer" }),
  message: prose(1000).optional().openapi({ description: "above the link in the mail" }),
  mail: z.boolean().default(false).openapi({ description: "true: the link is mailed; else you hand it over yourself" }),
  days: z.int().min(1).max(365).default(14).openapi({ description: "for how long the link works" }),
};
export const MakeFormLink = z
  .strictObject({ form_id: Id, job_id: Id.optional(), customer_id: Id.optional(), ...link })
  .openapi("MakeFormLink", { example: { form_id: 3, job_id: 42 } });
export const MakeJobFormLink = z.strictObject(link).openapi("MakeJobFormLink", { example: { days: 3 } });
export const FormLink = z
  .object({
    submission: FormSubmission,
    url: z.string().openapi({ description: "the page of the form; whoever has it can fill it in" }),
    expires_at: InstantOut,
  })
  .openapi("FormLink", {
    example: {
      submission: submissionExample,
      url: "https://api.truckroll.example/f/0195f3a2-0000-7000-8000-000000000001_4fV0p2Yw",
      expires_at: "2026-05-30T14:00:00.000Z",
    },
  });

/** What the page of a form is told. */
export const SentByLink = z
  .object({ status: z.enum(submissionStatuses), submitted_at: InstantOut.nullable() })
  .openapi("SentByLink", { example: { status: "submitted", submitted_at: "2026-03-28T13:20:00.000Z" } });
export const UploadedByLink = z.object({ id: z.int(), field: z.string() }).openapi("UploadedByLink", {
  example: { id: 9, field: "photos" },
});
