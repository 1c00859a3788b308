export { planItem } from "./actions/plan-item.ts";
export { skuTaken } from "./errors.ts";
export { allCategories, categoriesOfItems, holdCategory, itemNames, itemsNamed, itemsWithin } from "./repo.ts";
export { namesDown } from "./rules.ts";
export { CreateItem } from "./schemas.ts";
export { type Item, itemCategories, items } from "./tables.ts";
