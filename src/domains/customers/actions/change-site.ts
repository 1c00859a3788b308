import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { readSiteContacts } from "../contacts.ts";
import { openCustomer, renewSiteWords, siteOf } from "../history-repo.ts";
import type { ChangeCustomerSite } from "../history-schemas.ts";
import { type CustomerSite, customerSites } from "../tables.ts";

type ChangeSite = Inside<z.output<typeof ChangeCustomerSite>> & { id: number; siteId: number };

/** Changes a place, or takes it off the list or back onto it. It stays readable for what was done there. */
export async function changeSite(
  ctx: Ctx,
  { id: customerId, siteId, contacts, archived, ...change }: ChangeSite,
): Promise<CustomerSite> {
  const read = contacts && readSiteContacts(contacts);
  const { site } = await load(ctx, {
    customer: openCustomer(ctx, customerId),
    site: siteOf(ctx, customerId, siteId),
  });
  customerSites.assertCurrent(ctx, site);
  const part = customerSites.change(ctx, site, {
    ...change,
    ...(read && { contacts: read }),
    ...(archived !== undefined && { archivedAt: archived ? (site.archivedAt ?? ctx.now) : null }),
  });
  return await commit(ctx, {
    parts: [part, ...renewSiteWords(ctx, customerId)],
    audit: { action: archived === true ? "remove" : "change", of: part },
    result: part.row,
  });
}
