import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { settingOf } from "#/domains/organization/index.ts";
import type { z } from "#/kernel/fields.ts";
import { fold } from "#/kernel/fold.ts";
import type { Inside } from "#/kernel/wire.ts";
import { amountZero, mileagePaidOtherwise } from "../errors.ts";
import { assertCategory, assertFacts, customerFor, namedIn } from "../references.ts";
import { expensesLikeNew } from "../repo.ts";
import { mileageCents } from "../rules.ts";
import type { CreateExpense } from "../schemas.ts";
import { expenses } from "../tables.ts";

type Input = Inside<z.output<typeof CreateExpense>>;

/** Enters an expense as a draft. A way is worth what the business pays for a mile at that moment. */
export async function addExpense(ctx: Ctx, input: Input, isOwn: boolean) {
  const { miles = null, vendor = null, technicianId, incurredOn, ...fields } = input;
  const kind = miles === null ? "amount" : "mileage";
  if (kind === "mileage" && input.paymentSource !== "out_of_pocket") throw mileagePaidOtherwise();
  const found = await load(ctx, {
    ...namedIn(ctx, input),
    possibleDuplicates: expensesLikeNew(ctx, {
      ...{ kind, miles, incurredOn, technicianId, amountCents: input.amountCents ?? 0 },
      vendorKey: fold(vendor ?? ""),
    }),
  });
  assertCategory(found.category);
  const rate = settingOf(found.organization, "mileage_rate_millicents");
  const amountCents = miles === null ? (input.amountCents ?? 0) : mileageCents(miles, rate);
  if (amountCents === 0) throw amountZero();
  assertFacts(ctx, { incurredOn, amountCents, taxCents: input.taxCents });
  const { customerId, held } = customerFor(ctx, found, isOwn);
  const part = expenses.insert(ctx, {
    ...fields,
    ...{
      id: expenses.newId(),
      kind,
      status: "draft",
      technicianId,
      vendor,
      incurredOn,
      amountCents,
      miles,
      receipts: 0,
    },
    mileageRateMillicents: miles === null ? null : rate,
    ...(customerId !== undefined && { customerId }),
  });
  return await commit(ctx, {
    parts: [part, ...held],
    audit: { action: "add", of: part },
    result: { ...part.row, possibleDuplicates: found.possibleDuplicates },
  });
}
