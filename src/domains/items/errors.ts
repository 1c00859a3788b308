import { AppError } from "#/kernel/errors.ts";

export const skuTaken = (sku: string) =>
  new AppError("conflict", "item.sku_taken", `Another item has the SKU ${sku}. Choose another.`, {
    fields: { sku: "is taken" },
  });

export const categoryNameTaken = (name: string) =>
  new AppError("conflict", "item_category.name_taken", `There is a category ${name} beside it. Choose another name.`, {
    fields: { name: "is taken" },
  });
export const tooManyCategories = (most: number) =>
  new AppError("conflict", "item_category.too_many", `A price book has at most ${most} categories. Remove one first.`);
export const categoryTooDeep = (most: number) =>
  new AppError(
    "conflict",
    "item_category.too_deep",
    `Categories lie at most ${most} deep. Choose a parent further up.`,
    {
      fields: { parent_id: `must leave the tree at most ${most} deep` },
    },
  );
export const categoryInItself = (id: number) =>
  new AppError("conflict", "item_category.circle", `Category ${id} cannot lie below itself.`, {
    fields: { parent_id: "must not be the category itself or one below it" },
  });
export const categoryNotEmpty = (id: number) =>
  new AppError(
    "conflict",
    "item_category.not_empty",
    `Category ${id} has items or categories. Move them first, or make it inactive: {"is_active": false}.`,
  );
