import { type Ctx, enterTenant, type OpenCtx } from "#/ctx.ts";
import type { Statement } from "#/db/tenant/client.ts";
import { commit } from "#/db/tenant/commit.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import { activateTenant, reserveTenant } from "#/domains/tenants/index.ts";
import type { User } from "../repo.ts";
import { planSession } from "../sessions.ts";
import { type NewUser, planUser } from "./plan-user.ts";

export type NewBusiness = {
  companyName: string;
  owner: Omit<NewUser, "id" | "roles" | "technicianId">;
  /** Rows that belong to the owner and are written with him. */
  withOwner?: (ctx: Ctx, owner: User) => readonly Statement[];
};

/** Opens a business with its first user, the owner, and signs him in. A saga over two databases: pending, rows, active. */
export async function openBusiness(open: OpenCtx, { companyName, owner, withOwner = () => [] }: NewBusiness) {
  const tenant = await reserveTenant(open, { businessName: companyName });
  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const id = 1; // the first user of a shard-fresh tenant; the sequence starts behind him
  const { user, writes } = await planUser(ctx, { ...owner, id, roles: ["owner"], technicianId: null });
  const session = await planSession(ctx, user, []);

  await commit(ctx, {
    opensTenant: true,
    writes: [nextId(ctx, "user"), ...writes, ...withOwner(ctx, user), ...session.writes],
    audit: { action: "register", entity: "tenant", id: tenant.id },
    result: null,
  });
  await activateTenant(open, tenant.id);
  return {
    ...session.signedIn,
    tenantId: tenant.id,
    businessCode: tenant.businessCode,
    businessName: tenant.businessName,
  };
}
