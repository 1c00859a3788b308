import { AppError } from "#/kernel/errors.ts";

export const technicianInactive = (id: number) =>
  new AppError(
    "conflict",
    "sale.technician_inactive",
    `Technician ${id} is not active. Choose another technician or activate this one.`,
    { fields: { technician_id: "is not active" } },
  );
export const itemInactive = (id: number) =>
  new AppError("conflict", "sale.item_inactive", `Item ${id} is no longer sold.`, {
    fields: { item_id: "is not active" },
  });
export const saleInFuture = (today: string) =>
  new AppError(
    "invalid",
    "sale.in_future",
    `sale_date lies in the future; today is ${today} in the business' time zone.`,
    { fields: { sale_date: `must not be after ${today}` } },
  );
