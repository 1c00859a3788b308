import { AppError } from "#/kernel/errors.ts";

export const noSuchJob = (name: string, names: readonly string[]) =>
  new AppError("not_found", "job.not_found", `There is no job "${name}". Jobs: ${names.toSorted().join(", ")}.`);
export const noSuchBusiness = () =>
  new AppError("not_found", "tenant.not_found", "There is no such business.", {
    fields: { tenant_id: "names no business" },
  });
export const notOfOneBusiness = (name: string) =>
  new AppError("invalid", "job.not_of_one_business", `"${name}" works on whole databases. Leave tenant_id out.`, {
    fields: { tenant_id: "is only for daily jobs and due work" },
  });
