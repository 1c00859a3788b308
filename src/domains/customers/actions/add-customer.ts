import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { AppError } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { contactKeys } from "../contacts.ts";
import { contactTaken } from "../errors.ts";
import { contactOwners } from "../repo.ts";
import { theOne } from "../rules.ts";
import type { CreateCustomer } from "../schemas.ts";
import { type Customer, customers } from "../tables.ts";
import { knownBy, type NewCustomer, planCustomer, readCustomer } from "./plan-customer.ts";

type Added = Customer & { matchedBy: "phone" | "email" | null };

/** Adds a customer, or answers the customer with that phone or e-mail. */
export async function addCustomer(
  ctx: Ctx,
  { allowDuplicate, ...fields }: Inside<z.output<typeof CreateCustomer>>,
): Promise<Added> {
  const input = readCustomer(fields);
  const keys = allowDuplicate ? [] : contactKeys(input);
  try {
    return await attempt(ctx, input, keys);
  } catch (error) {
    // another request was faster: now its customer is found
    if (!(error instanceof AppError) || error.reason !== "customer.contact_taken" || keys.length === 0) throw error;
    return await attempt(ctx, input, keys);
  }
}

async function attempt(ctx: Ctx, input: NewCustomer, keys: readonly string[]): Promise<Added> {
  const { preferredTechnicianId: technicianId } = input;
  const { found = [] } = await load(ctx, {
    found: keys.length > 0 ? contactOwners(ctx, keys) : undefined,
    technician: technicianId === undefined ? undefined : technicians.one(ctx, technicianId, "preferred_technician_id"),
  });
  const known = theOne(found);
  if (known) return { ...known, matchedBy: knownBy([known], input) };
  if (found.length > 0) throw contactTaken(found.map(({ id }) => id));
  const { row, ...plan } = planCustomer(ctx, { ...input, id: customers.newId() }, keys.length > 0);
  return await commit(ctx, { ...plan, result: { ...row, matchedBy: null } });
}
