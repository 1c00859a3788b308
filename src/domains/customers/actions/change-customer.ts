import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { technicians } from "#/domains/technicians/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { contactKeys, readEmails, readPhones } from "../contacts.ts";
import { contactTaken, customerMerged, nameMissing, reasonMissing } from "../errors.ts";
import { customerUpdated } from "../events.ts";
import { contactOwners, moveContacts, moveTags } from "../repo.ts";
import { nameOf } from "../rules.ts";
import type { ChangeCustomer } from "../schemas.ts";
import { type Customer, customers } from "../tables.ts";

type Change = Inside<z.output<typeof ChangeCustomer>>;

/** Changes a customer. A name that was made of others follows them. */
export async function changeCustomer(
  ctx: Ctx,
  { id, phones, emails, allowDuplicate = false, ...change }: Change & { id: number },
): Promise<Customer> {
  const contacts = { ...(phones && { phones: readPhones(phones) }), ...(emails && { emails: readEmails(emails) }) };
  const given = contactKeys({ phones: [], emails: [], ...contacts });
  const { preferredTechnicianId } = change;
  const { customer, found = [] } = await load(ctx, {
    customer: customers.one(ctx, id),
    found: given.length > 0 && !allowDuplicate ? contactOwners(ctx, given) : undefined,
    technician: preferredTechnicianId
      ? technicians.one(ctx, preferredTechnicianId, "preferred_technician_id")
      : undefined,
  });
  customers.assertCurrent(ctx, customer);
  if (customer.mergedInto !== null) throw customerMerged(id, customer.mergedInto);

  const before = contactKeys(customer);
  // who shares a number already goes on sharing it
  const isNew = (one: Customer) => contactKeys(one).some((key) => given.includes(key) && !before.includes(key));
  const others = found.filter((one) => one.id !== id && isNew(one));
  if (others.length > 0) throw contactTaken(others.map((one) => one.id));

  const part = customers.change(ctx, customer, { ...change, ...contacts, name: nameAfter(customer, change) });
  const { row } = part;
  if (row.doNotService && !row.doNotServiceReason) throw reasonMissing();
  return await commit(ctx, {
    parts: [
      part,
      moveContacts(ctx, id, before, contactKeys(row), !allowDuplicate),
      moveTags(ctx, id, customer.tags, row.tags),
    ],
    events: [customerUpdated(row, customer)],
    audit: { action: "change", of: part },
    result: row,
  });
}

function nameAfter(customer: Customer, change: Change): string {
  if (change.name !== undefined) return change.name;
  if (customer.name !== nameOf(customer)) return customer.name;
  const { firstName = customer.firstName, lastName = customer.lastName, companyName = customer.companyName } = change;
  const name = nameOf({ firstName, lastName, companyName });
  if (name === undefined) throw nameMissing();
  return name;
}
