export { findItem, type Item } from "./repo.ts";
