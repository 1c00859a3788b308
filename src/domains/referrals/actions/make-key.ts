import type { PlatformCtx } from "#/ctx.ts";
import { makeReferralKey } from "#/kernel/api-keys.ts";
import { newId } from "#/kernel/ids.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { getCompany } from "../company-repo.ts";
import { insertKey } from "../key-repo.ts";
import { presentKey } from "../present-platform.ts";

type New = { name: string; source: string; companyId?: string | undefined; test: boolean };

/** A referrer gets a key. Only this answer shows it. */
export async function makeKey(ctx: PlatformCtx, { name, source, companyId, test }: New) {
  if (companyId !== undefined) await getCompany(ctx, companyId, "company_id");
  const { key, prefix } = await makeReferralKey(test);
  const made = {
    id: newId("rky"),
    ...{ name, prefix, source, isTest: test, companyId: companyId ?? null, createdBy: ctx.admin.id },
    hash: await sha256(key),
    ...{ previousHash: null, previousEndsAt: null, lastUsedAt: null, revokedAt: null },
    ...{ createdAt: ctx.realNow, updatedAt: ctx.realNow, version: 1 },
  };
  await insertKey(ctx, made);
  return { ...presentKey(made), key };
}
