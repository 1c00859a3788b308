export { pendingWithin, saleLines } from "./statement-repo.ts";
