import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { presentRate } from "../present.ts";
import { endOtherDefaults } from "../repo.ts";
import type { AddTaxRate } from "../schemas.ts";
import { taxRates } from "../tables.ts";

/** Adds a tax rate. As the default it takes the place of the one before. */
export async function addTaxRate(ctx: Ctx, input: Inside<z.output<typeof AddTaxRate>>) {
  const part = taxRates.insert(ctx, { ...input, id: taxRates.newId() });
  return await commit(ctx, {
    parts: [input.isDefault && endOtherDefaults(ctx, 0), part],
    audit: { action: "add", of: part },
    result: presentRate(part.row),
  });
}
