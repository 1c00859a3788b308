import { DateField, daysInOrder, IdText, line } from "#/kernel/fields.ts";
import { PageQuery, sortBy } from "#/kernel/page.ts";
import { JobPriority, JobStatus } from "./job-schemas.ts";

export const DispatchJobQuery = PageQuery.extend({
  status: JobStatus.optional(),
  technician_id: IdText.optional().openapi({ description: "the technician in charge" }),
  customer_id: IdText.optional(),
  zone_id: IdText.optional(),
  priority: JobPriority.optional(),
  job_type: line(60).optional(),
  job_number: IdText.optional().openapi({ description: "the job of this number, with its further visits" }),
  q: line(80).optional().openapi({
    description:
      "words that begin a word of the title, customer, address or job type, without regard to case and accents; or four digits or more of the phone number",
  }),
  date_from: DateField.optional().openapi({
    description: "jobs whose planned time reaches into this local day or a later one, or that are under way then",
  }),
  date_to: DateField.optional().openapi({
    description: "jobs whose planned time begins on this local day or earlier, or that were under way by then",
  }),
  sort: sortBy("scheduled_start", "updated_at"),
}).refine(...daysInOrder);
