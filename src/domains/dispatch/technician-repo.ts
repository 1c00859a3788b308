import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { technicianInactive } from "./errors.ts";

const { table } = technicians;
const touchActive = prepared((tenantId: Slot<string>, id: Slot<number>) =>
  q
    .update(table)
    .set({ version: sql`${table.version}` })
    .where(and(eq(table.tenantId, tenantId), eq(table.id, id), eq(table.isActive, true))),
);

/** Refuses, within the commit, a technician who has left since they were chosen. `field` names them in the request. */
export const holdActive = (ctx: Ctx, id: number, field: string): Write[] => [
  touchActive(ctx, id),
  must(technicianInactive(id, field)),
];
