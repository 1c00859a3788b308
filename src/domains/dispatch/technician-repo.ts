import { and, eq } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { technicianInactive } from "./errors.ts";

const { table } = technicians;
const touchActive = prepared((tenantId: Slot<string>, id: Slot<number>) =>
  touch(table, and(eq(table.tenantId, tenantId), eq(table.id, id), eq(table.isActive, true))),
);

/** Refuses, within the commit, a technician who has left since they were chosen. `field` names them in the request. */
export const holdActive = (ctx: Ctx, id: number, field: string): Write[] => [
  touchActive(ctx, id),
  must(technicianInactive(id, field)),
];
