import type { Ctx } from "#/ctx.ts";
import { assertVersion, commit, mustBeCurrent } from "#/db/tenant/commit.ts";
import { describeTenant } from "#/domains/tenants/index.ts";
import { errorText, log } from "#/kernel/log.ts";
import { present, profileOf } from "./present.ts";
import { type Organization, putOrganization } from "./repo.ts";

export type Next = Pick<Organization, "settings" | "logoKey"> & {
  audit: { action: string; changes: Record<string, unknown> };
};

/**
 * The next version of a business' row, and then the directory's copy of it. Two databases: the row is the truth, and what stops between them
 * is made up for by cron.
 */
export async function saveOrganization(
  ctx: Ctx,
  current: Organization | undefined,
  { settings, logoKey, audit }: Next,
) {
  const code = ctx.tenant.businessCode;
  const version = current?.version ?? 0;
  assertVersion(ctx, "organization", { id: code, version });
  const next: Organization = {
    tenantId: ctx.tenant.id,
    settings,
    logoKey,
    createdAt: current?.createdAt ?? ctx.now,
    updatedAt: ctx.now,
    version: version + 1,
  };
  const result = await commit(ctx, {
    writes: [putOrganization(next), mustBeCurrent(ctx, "organization", code)],
    audit: { entity: "organization", id: code, ...audit },
    result: present(ctx, next),
  });
  await copyToDirectory(ctx, next).catch((error: unknown) =>
    log("warn", "the directory is behind; cron will make up for it", {
      tenant: next.tenantId,
      error: errorText(error),
    }),
  );
  return result;
}

/** Safe to repeat: the directory takes newer versions only. */
export const copyToDirectory = (ctx: Ctx, { tenantId, settings, logoKey, version }: Organization): Promise<void> =>
  describeTenant(ctx, tenantId, { ...profileOf(ctx, settings, logoKey), organizationVersion: version });
