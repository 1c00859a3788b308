import { type Ctx, enterTenant, type OpenCtx } from "#/ctx.ts";
import { commit, type Parts } from "#/db/tenant/commit.ts";
import { activateTenant, reserveTenant } from "#/domains/tenants/index.ts";
import { assertGoodPassword } from "../passwords.ts";
import { planSession } from "../sessions.ts";
import { type User, users } from "../tables.ts";
import { planConfirmationIfFew } from "./plan-confirmation.ts";
import { type NewUser, planUser } from "./plan-user.ts";
import { replaySignUp } from "./replay-sign-up.ts";

type NewBusiness = {
  companyName: string;
  owner: Omit<NewUser, "id" | "roles" | "technicianId">;
  /** Rows that belong to the owner and are written with them. */
  withOwner?: (ctx: Ctx, owner: User) => Parts;
};

/**
 * Opens a business with its first user, the owner, and signs them in. A saga over two databases: pending, rows, active. Under one
 * Idempotency-Key it opens one business.
 */
export async function openBusiness(open: OpenCtx, { companyName, owner, withOwner = () => [] }: NewBusiness) {
  await replaySignUp(open);
  const { username, password } = owner;
  if (password !== null) await assertGoodPassword(password, { username, businessName: companyName }); // before anything is reserved

  const tenant = await reserveTenant(open, { businessName: companyName });
  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const id = 1; // the first user of a new tenant; the sequence starts behind them
  const user = await planUser(ctx, { ...owner, id, roles: ["owner"], technicianId: null });
  const session = await planSession(ctx, user.row, []);

  const { email, emailVerifiedAt } = user.row;
  const isOpen = email !== null && emailVerifiedAt === null;
  const confirmation = isOpen ? await planConfirmationIfFew(ctx, user.row, email) : [];

  const { businessCode, businessName } = tenant;
  const result = await commit(ctx, {
    opensTenant: true,
    parts: [users.nextId(ctx), user, ...withOwner(ctx, user.row), ...confirmation, session],
    audit: { action: "register", entity: "tenant", id: tenant.id },
    result: { ...session.signedIn, tenantId: tenant.id, businessCode, businessName },
  });
  await activateTenant(open, tenant.id);
  return result;
}
