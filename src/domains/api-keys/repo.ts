import { isNotNull, isNull } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { apiKeys } from "./tables.ts";

export const listApiKeys = (ctx: Ctx, { revoked, ...input }: ListInput & { revoked?: boolean }) => {
  const { revokedAt } = apiKeys.table;
  const wanted = revoked ? isNotNull(revokedAt) : isNull(revokedAt);
  return apiKeys.list(ctx, input, { filters: [revoked === undefined ? undefined : wanted] });
};
