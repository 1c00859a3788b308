import { AppError } from "#/kernel/errors.ts";

export const skuTaken = (sku: string) =>
  new AppError("conflict", "item.sku_taken", `Another item has the SKU ${sku}. Choose another.`, {
    fields: { sku: "is taken" },
  });
