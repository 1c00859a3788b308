import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { rateArchived } from "../errors.ts";
import { presentRate } from "../present.ts";
import { endOtherDefaults } from "../repo.ts";
import type { ChangeTaxRate } from "../schemas.ts";
import { taxRates } from "../tables.ts";

/** Changes or archives a tax rate. Documents that were made keep the rate as it was; an archived one is no longer the default. */
export async function changeTaxRate(
  ctx: Ctx,
  { id, isArchived, ...change }: Inside<z.output<typeof ChangeTaxRate>> & { id: number },
) {
  const { rate } = await load(ctx, { rate: taxRates.one(ctx, id) });
  taxRates.assertCurrent(ctx, rate);
  const isGone = isArchived ?? rate.archivedAt !== null;
  if (isGone && change.isDefault) throw rateArchived(id);
  const part = taxRates.change(ctx, rate, {
    ...change,
    ...(isGone && { isDefault: false }),
    archivedAt: isGone ? (rate.archivedAt ?? ctx.now) : null,
  });
  return await commit(ctx, {
    parts: [part, change.isDefault && endOtherDefaults(ctx, id)],
    audit: { action: "change", of: part },
    result: presentRate(part.row),
  });
}
