import { load } from "#/db/tenant/load.ts";
import {
  CreateCustomer,
  type Customer,
  contactKeys,
  contactOwners,
  contactTaken,
  customers,
  customersUnder,
  type NewCustomer,
  planCustomer,
  readCustomer,
  theOne,
} from "#/domains/customers/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { type Importer, idsUpTo, type Outcome, outcomeOf, type Row, requestOf } from "./importers.ts";

/** More customers of a slice's phones and e-mails than any business has. */
const MOST_OWNERS = 2000;

/** Customers. A row with a phone or e-mail that a customer has already, or a row before it, is that customer, as in the request. */
export const importCustomers: Importer = async (ctx, rows, isDry) => {
  const read = rows.map(readRow);
  const keys = read.flatMap((row) => ("input" in row && row.isAlone ? contactKeys(row.input) : []));
  const { last, owners, under } = await load(ctx, {
    last: isDry ? undefined : customers.nextId(ctx, rows.length),
    owners: contactOwners(ctx, keys, MOST_OWNERS),
    under: customersUnder(ctx, JSON.stringify(rows.flatMap(({ externalId }) => externalId ?? []))),
  });
  const ids = idsUpTo(last, rows.length);
  const externals = new Map(under.map(({ externalId, id }) => [externalId, id]));
  const byKey = ownersByKey(owners);
  return read.map((row, i): Outcome => {
    if ("refusal" in row) return row;
    const { input, isAlone, externalId } = row;
    const known = externalId === null ? undefined : externals.get(externalId);
    if (known !== undefined) return { row: row.row, externalId, known };
    const found = isAlone ? [...new Set(contactKeys(input).flatMap((key) => byKey.get(key) ?? []))] : [];
    const same = theOne(found);
    if (same) return { row: row.row, externalId, known: same.id };
    return outcomeOf(row, () => {
      if (found.length > 0) throw contactTaken(found.map(({ id }) => id));
      const { row: made, ...plan } = planCustomer(ctx, { ...input, id: ids[i] ?? 0 }, isAlone);
      for (const key of contactKeys(input)) byKey.set(key, [...(byKey.get(key) ?? []), made]);
      return { id: made.id, plan };
    });
  });
};

function ownersByKey(owners: readonly Customer[]): Map<string, Customer[]> {
  const byKey = new Map<string, Customer[]>();
  for (const owner of owners) for (const key of contactKeys(owner)) byKey.set(key, [...(byKey.get(key) ?? []), owner]);
  return byKey;
}

type ReadRow = Row & { input: NewCustomer; isAlone: boolean };

/** A row as the request that adds the same customer: one phone, one e-mail, tags apart by semicolons. */
function readRow(row: Row): ReadRow | Extract<Outcome, { refusal: AppError }> {
  const { externalId } = row;
  const { phone, email, tags, ...fields } = row.fields;
  try {
    const { allowDuplicate, ...request } = requestOf(CreateCustomer, {
      ...fields,
      ...(externalId !== null && { external_id: externalId }),
      ...(phone !== undefined && { phones: [{ number: phone }] }),
      ...(email !== undefined && { emails: [{ address: email }] }),
      ...(typeof tags === "string" && { tags: tags.split(/[;|]/).filter((tag) => tag.trim() !== "") }),
    });
    const input = readCustomer(request);
    return { ...row, input, isAlone: !allowDuplicate && contactKeys(input).length > 0 };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === "internal") throw error;
    return { row: row.row, externalId, refusal: error };
  }
}
