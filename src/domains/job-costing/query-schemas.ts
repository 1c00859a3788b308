import { anotherName, DateField, daysInOrder, daysRespelt, IdText, line, z } from "#/kernel/fields.ts";
import { CountedLogQuery, PageQuery, sortBy } from "#/kernel/page.ts";
import { bases, groupings } from "./list-terms.ts";

const filter = {
  ...daysRespelt,
  date_from: DateField.optional().openapi({ description: "first local day" }),
  date_to: DateField.optional().openapi({ description: "last local day" }),
  basis: z.enum(bases).optional().openapi({
    description:
      "by which day a job counts: that of its completion (when absent), of its first invoice, or for which it is scheduled",
  }),
  technician_id: IdText.optional().openapi({ description: "jobs that they are in charge of or help with" }),
  job_type: line(80).optional().openapi({ description: "jobs of exactly this type" }),
};
export const JobCostQuery = CountedLogQuery.extend(filter).refine(...daysInOrder);
const GroupName = z.enum(groupings);
export const JobCostSummaryQuery = z
  .object({
    ...filter,
    groupBy: anotherName("group_by", GroupName),
    group_by: GroupName.optional().openapi({ default: "job_type", description: "what the groups are" }),
  })
  .refine(...daysInOrder);

export const ManualCostQuery = PageQuery.extend({ sort: sortBy("id", "updated_at") });
