import { load } from "#/db/tenant/load.ts";
import { type Rated, ratesForEach } from "#/domains/commissions/index.ts";
import { type Item, itemsNamed } from "#/domains/items/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { planSale, RecordSale, sales } from "#/domains/sales/index.ts";
import { type Technician, techniciansNamed } from "#/domains/technicians/index.ts";
import { AppError, notFound } from "#/kernel/errors.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { nameAmbiguous, nameUnknown } from "./errors.ts";
import { type Importer, idsUpTo, type Outcome, outcomeOf, type Row, requestOf, valuesOf } from "./importers.ts";

/** Sales, of technicians by id or name and of items by id or SKU. Their commissions are computed by the rates of the day of sale. */
export const importSales: Importer = async (ctx, rows, isDry) => {
  const { technicians, items, organization } = await load(ctx, {
    technicians: techniciansNamed(ctx, valuesOf(rows, "technician_id"), valuesOf(rows, "technician")),
    items: itemsNamed(ctx, valuesOf(rows, "item_id"), valuesOf(rows, "item_sku")),
    organization: organizationOf(ctx),
  });
  const read = rows.map((row) => readSale(row, technicians, items));
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const rates = new Map<string, Rated>();
  for (const sale of read) if ("input" in sale) rates.set(JSON.stringify(ratedOf(sale, today)), ratedOf(sale, today));
  const found = await load(ctx, {
    last: isDry ? undefined : sales.nextId(ctx, rows.length),
    rates: ratesForEach(ctx, [...rates.values()]),
  });
  const candidates = new Map([...rates.keys()].map((key, i) => [key, found.rates[i]]));
  const ids = idsUpTo(found.last, rows.length);
  return rows.map((row, i): Outcome => {
    const sale = read[i];
    if (!sale || "refusal" in sale) return { ...row, refusal: sale?.refusal ?? notFound("sale", row.row) };
    return outcomeOf(row, () => {
      const { input, technician, item } = sale;
      const { row: made, ...plan } = planSale(
        ctx,
        { ...input, id: ids[i] ?? 0 },
        {
          technician,
          item,
          organization,
          candidates: candidates.get(JSON.stringify(ratedOf(sale, today))) ?? [],
          sharing: undefined,
        },
      );
      return { id: made.id, plan };
    });
  });
};

type Sale = { input: ReturnType<typeof requestOf<typeof RecordSale>>; technician: Technician; item: Item };

const ratedOf = ({ input: { technicianId, itemId, saleDate } }: Sale, today: LocalDate): Rated => ({
  technicianId,
  itemId,
  day: saleDate ?? today,
});

/** A row with its technician and item found. */
function readSale(
  { fields }: Row,
  technicians: readonly Technician[],
  items: readonly Item[],
): Sale | { refusal: AppError } {
  try {
    const { technician: name, technician_id: technicianId, item_sku: sku, item_id: itemId, ...rest } = fields;
    const technician = one("technician", technicianId, name, technicians, (found) => found.name);
    const item = one("item", itemId, sku, items, (found) => found.sku);
    const input = requestOf(RecordSale, {
      ...rest,
      ...(technician && { technician_id: technician.id }),
      ...(item && { item_id: item.id }),
    });
    if (!technician || !item) throw notFound("sale", 0); // the request asks for both
    return { input, technician, item };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { refusal: error };
  }
}

/** The one with the id, else with the name; undefined when neither is given. */
function one<T extends { id: number }>(
  kind: string,
  id: unknown,
  name: unknown,
  all: readonly T[],
  nameOf: (one: T) => string,
): T | undefined {
  if (typeof id === "number") {
    const found = all.find((candidate) => candidate.id === id);
    if (!found) throw notFound(kind, id, `${kind}_id`);
    return found;
  }
  if (typeof name !== "string") return undefined;
  const found = all.filter((candidate) => nameOf(candidate) === name);
  if (found.length > 1) throw nameAmbiguous(kind, name);
  if (!found[0]) throw nameUnknown(kind, name);
  return found[0];
}
