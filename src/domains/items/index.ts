export { type Item, items } from "./tables.ts";
