import { drizzle } from "drizzle-orm/d1";
import type { OpenCtx } from "#/ctx.ts";

/** The control database: directory of tenants, platform data. Counted apart from a tenant's own trips. */
export const controlDb = (binding: D1Database) =>
  drizzle(binding.withSession("first-primary") as unknown as D1Database); // a session has all that drizzle calls
export type ControlDb = ReturnType<typeof controlDb>;

/** The control database for one trip of a piece of work. */
export function controlOf(open: OpenCtx): ControlDb {
  open.cost.control.trips++;
  return controlDb(open.env.CONTROL);
}
