import { enterTenant, type OpenCtx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import { activateTenant, reserveTenant } from "#/domains/tenants/index.ts";
import { weakPassword } from "../errors.ts";
import { passwordProblem } from "../rules.ts";
import { planSession } from "../sessions.ts";
import { planUser } from "./plan-user.ts";

export type RegisterInput = {
  email: string;
  username: string;
  password: string;
  firstName: string;
  lastName: string;
  companyName: string;
};

/** Opens a business with its first user, the owner, and signs him in. A saga over two databases: pending, rows, active. */
export async function registerBusiness(open: OpenCtx, input: RegisterInput) {
  const problem = passwordProblem(input.password, { username: input.username, businessName: input.companyName });
  if (problem) throw weakPassword(problem); // before anything is reserved

  const tenant = await reserveTenant(open, { businessName: input.companyName });
  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const id = 1; // the first user of a shard-fresh tenant; the sequence starts behind him
  const { user, writes } = await planUser(ctx, {
    id,
    username: input.username,
    password: input.password,
    name: `${input.firstName} ${input.lastName}`,
    email: input.email,
    role: "owner",
    technicianId: null,
  });
  const session = await planSession(ctx, user, []);

  await commit(ctx, {
    opensTenant: true,
    writes: [nextId(ctx, "user"), ...writes, ...session.writes],
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
