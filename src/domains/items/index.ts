export { categoriesOfItem, itemNames } from "./repo.ts";
export { type Item, itemCategories, items } from "./tables.ts";
