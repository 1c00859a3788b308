import { enterTenant, type OpenCtx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { findState } from "#/db/tenant/state.ts";
import { keyInProgress } from "#/db/tenant/stored-answers.ts";
import { activateTenant, findSignUp } from "#/domains/tenants/index.ts";

/**
 * Answers a repeated sign-up from the store of the tenant that the first one has opened. Nothing happens for a new sign-up; 409 while the first
 * one is under way.
 */
export async function replaySignUp(open: OpenCtx): Promise<void> {
  const tenant = await findSignUp(open);
  if (!tenant) return;
  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  if (tenant.status === "pending") {
    if (!(await findState(ctx))) throw keyInProgress();
    await activateTenant(open, tenant.id); // the first request stopped behind its rows
  }
  await load(ctx, {}); // throws the stored answer
  throw keyInProgress();
}
