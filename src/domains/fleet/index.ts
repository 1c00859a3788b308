export { type Vehicle, vehicles } from "./tables.ts";
