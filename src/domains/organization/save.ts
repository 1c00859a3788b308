import type { Ctx } from "#/ctx.ts";
import { dropFile } from "#/db/files.ts";
import { commit, type Parts } from "#/db/tenant/commit.ts";
import { assertVersion, mustBeCurrent, nextStamps } from "#/db/tenant/stamps.ts";
import { describeTenant, logoPath } from "#/domains/tenants/index.ts";
import { errorText, log } from "#/kernel/log.ts";
import { inForce, present, profileOf } from "./present.ts";
import { type Organization, organizationUpsert } from "./repo.ts";
import { differences } from "./rules.ts";

const ENTITY = "organization";

/**
 * Writes the next version of a business' row, then the directory's copy of it. These are two databases: the row is the truth, and an hourly job
 * repeats a copy that failed.
 */
export async function saveOrganization(
  ctx: Ctx,
  current: Organization | undefined,
  action: string,
  decided: Partial<Pick<Organization, "settings" | "logoKey">>,
  parts: Parts = [],
) {
  const { settings = {}, logoKey = null } = { ...current, ...decided };
  const id = ctx.tenant.businessCode;
  assertVersion(ctx, ENTITY, { id, version: current?.version ?? 0 });

  const next: Organization = { tenantId: ctx.tenant.id, settings, logoKey, ...nextStamps(ctx, current) };
  const saved = await commit(ctx, {
    parts: [...parts, organizationUpsert(next), mustBeCurrent(ctx, ENTITY, id)],
    audit: { action, entity: ENTITY, id, changes: differences(inForce(ctx, current), inForce(ctx, next)) },
    result: present(ctx, next),
  });
  await copyToDirectory(ctx, next).catch((error: unknown) =>
    log("warn", "directory not updated; an hourly job repairs it", { tenant: next.tenantId, error: errorText(error) }),
  );
  if (current?.logoKey && current.logoKey !== logoKey) dropFile(ctx, logoPath(ctx.tenant.id, current.logoKey));
  return saved;
}

/** Copies the row to the directory. Safe to repeat: the directory takes only newer versions. */
export const copyToDirectory = (ctx: Ctx, { tenantId, settings, logoKey, version }: Organization): Promise<void> =>
  describeTenant(ctx, tenantId, { ...profileOf(ctx, settings, logoKey), organizationVersion: version });
