import { eq } from "drizzle-orm";
import { first, q } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { organizations } from "#/db/tenant/schema/settings.ts";
import type { z } from "#/kernel/fields.ts";
import { fromWire, type Inside } from "#/kernel/wire.ts";
import { Settings } from "./settings.ts";

export type Organization = typeof organizations.$inferSelect;

/** The business' row, for a load batch; absent until it has decided something. */
export const findOrganization = prepared((tenantId: Slot<string>) =>
  first(q.select().from(organizations).where(eq(organizations.tenantId, tenantId))),
);

/** The settings in force: what the business decided, and defaults for the rest. */
export const settingsOf = (organization: Organization | undefined): Inside<z.output<typeof Settings>> =>
  fromWire(Settings, Settings.parse(organization?.settings ?? {}));
