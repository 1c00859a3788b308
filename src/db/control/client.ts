import { drizzle } from "drizzle-orm/d1";
import type { Cost } from "../cost.ts";

/** The control database: directory of tenants, platform data. Counted apart from a tenant's own trips. */
export const controlDb = (binding: D1Database) => drizzle(binding);
export type ControlDb = ReturnType<typeof controlDb>;

/** The control database for one trip. */
export function controlOf({ env, cost }: { env: { CONTROL: D1Database }; cost: Cost }): ControlDb {
  cost.control.trips++;
  return controlDb(env.CONTROL);
}
