import type { Ctx } from "#/ctx.ts";
import { mapped } from "#/db/tenant/client.ts";
import type { Place } from "#/db/tenant/place-sums.ts";
import { notFound } from "#/kernel/errors.ts";
import { readPhone } from "#/kernel/phone.ts";
import { emailKey } from "./contacts.ts";
import { contactOwners, customerIdOfSite, siteOfStanding, standingCustomer } from "./repo.ts";
import { theOne } from "./rules.ts";
import type { Customer, CustomerSite } from "./tables.ts";

/** How a request of another domain says who it is about. */
export type CustomerNamed = {
  customerId?: number | null | undefined;
  siteId?: number | null | undefined;
  phone?: string | null | undefined;
  email?: string | null | undefined;
};

/** The customer with an id, or the one that they were merged into; 404 when there is none. `field` is the field of the body that names them. */
export const customerNamed = (ctx: Ctx, id: number, field?: string) =>
  mapped(standingCustomer(ctx, id), ([row]): Customer => {
    if (!row) throw notFound("customer", id, field);
    return row;
  });

/**
 * The customer that a request is about, for its load: by id, by the id of a site, else by phone or e-mail. 404 for an id that is not there, with
 * the field that names it; an id that was merged leads to the customer who is left. By phone or e-mail it may be nobody, or several: undefined.
 */
export const matchCustomer = (ctx: Ctx, { customerId, siteId, phone, email }: CustomerNamed) => ({
  customer: customerId
    ? customerNamed(ctx, customerId, "customer_id")
    : siteId
      ? mapped(standingCustomer(ctx, customerIdOfSite(ctx, siteId)), ([row]): Customer | undefined => row)
      : customerId === null
        ? undefined
        : byContact(ctx, keysOf(phone, email)),
  customerSite: siteId
    ? mapped(siteOfStanding(ctx, siteId, customerId ?? undefined), ([row]): CustomerSite | undefined => {
        if (!row) throw notFound("customer_site", siteId, "site_id");
        return row;
      })
    : undefined,
});

function keysOf(phone: string | null | undefined, email: string | null | undefined): string[] {
  const read = phone ? readPhone(phone) : undefined;
  return [...(read && "e164" in read ? [read.e164] : []), ...(email ? [emailKey(email)] : [])];
}

const byContact = (ctx: Ctx, keys: readonly string[]) =>
  keys.length === 0 ? undefined : mapped(contactOwners(ctx, keys), (rows): Customer | undefined => theOne(rows));

type Found = { customer: Customer | undefined; customerSite: CustomerSite | undefined };

/** What a row keeps of the customer that its request named; absent: as it was. Who takes a customer away takes the site away too. */
export function linkOf(
  { customerId, siteId }: CustomerNamed,
  { customer, customerSite }: Found,
): { customerId?: number | null; siteId?: number | null } {
  if (customer) return { customerId: customer.id, siteId: customerSite?.id ?? null };
  if (customerId === null) return { customerId: null, siteId: null };
  return siteId === null ? { siteId } : {};
}

/** Where a customer is served: at the site that is named, else where their bills go. */
export function placeOf({ customer, customerSite: site }: { [K in keyof Found]?: Found[K] }): Place | null {
  if (site) {
    const { zip, city, state, latitude, longitude } = site;
    return { zip, city, state, latitude, longitude };
  }
  if (!customer) return null;
  const { billingZip: zip, billingCity: city, billingState: state } = customer;
  return zip || city || state ? { zip, city, state } : null;
}

/** What whoever sends somebody to this customer should know. */
export const warningsOf = ({ archivedAt, doNotService, doNotServiceReason }: Customer): string[] => [
  ...(doNotService ? [`This customer must not be served: ${doNotServiceReason ?? "nobody said why"}.`] : []),
  ...(archivedAt === null ? [] : ["This customer is archived."]),
];
