import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { customerNamed, holdCustomer } from "#/domains/customers/index.ts";
import { consentsOf } from "../consent-repo.ts";
import { type ConsentChange, consentPart, shownConsents } from "../consents.ts";
import { suppressionsOfCustomer } from "../suppression-repo.ts";

type Put = { customerId: number; consents: readonly Omit<ConsentChange, "customerId">[] };

/** Writes down what a customer allows, and what proves it. What they have not named stays as it is. */
export async function putConsents(ctx: Ctx, { customerId: named, consents }: Put) {
  const { customer, before, phones, addresses } = await load(ctx, {
    customer: customerNamed(ctx, named),
    before: consentsOf(ctx, named),
    ...suppressionsOfCustomer(ctx, named),
  });
  const customerId = customer.id;
  const changed = consents.map((consent) => consentPart(ctx, { ...consent, customerId }, before));
  const rows = changed.map(({ row }) => row);
  const kept = before.filter(
    (one) => !rows.some((row) => row.channel === one.channel && row.category === one.category),
  );
  return await commit(ctx, {
    parts: [...changed, ...holdCustomer(ctx, customerId)],
    audit: {
      action: "put_consents",
      entity: "customer",
      id: customerId,
      details: {
        consents: rows.map(({ channel, category, state, source, evidence }) => ({
          ...{ channel, category, state, source, evidence },
          before: before.find((one) => one.channel === channel && one.category === category)?.state ?? null,
        })),
      },
    },
    result: shownConsents(customer, [...kept, ...rows], { phones, addresses }),
  });
}
