import { drizzle } from "drizzle-orm/d1";

/** The control database: directory of tenants, platform data. Counted apart from a tenant's own trips. */
export const controlDb = (binding: D1Database) =>
  drizzle(binding.withSession("first-primary") as unknown as D1Database); // a session has all that drizzle calls
export type ControlDb = ReturnType<typeof controlDb>;
