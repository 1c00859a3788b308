import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { readSiteContacts } from "../contacts.ts";
import { openCustomer, renewSiteWords } from "../history-repo.ts";
import type { AddCustomerSite } from "../history-schemas.ts";
import { type CustomerSite, customerSites } from "../tables.ts";

type AddSite = Inside<z.output<typeof AddCustomerSite>> & { id: number };

/** Adds a place where a customer is served. The customer is found by its address too. */
export async function addSite(ctx: Ctx, { id: customerId, contacts, ...site }: AddSite): Promise<CustomerSite> {
  const read = readSiteContacts(contacts);
  await load(ctx, { customer: openCustomer(ctx, customerId) });
  const part = customerSites.insert(ctx, { ...site, id: customerSites.newId(), customerId, contacts: read });
  return await commit(ctx, {
    parts: [part, ...renewSiteWords(ctx, customerId, true)],
    audit: { action: "add", of: part },
    result: part.row,
  });
}
