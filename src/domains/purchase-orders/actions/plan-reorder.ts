import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { documentNumbers, lastNumber } from "#/domains/documents/index.ts";
import type { StockPart } from "#/domains/inventory/index.ts";
import type { Organization } from "#/domains/organization/index.ts";
import type { Effect } from "#/jobs.ts";
import { orderEvents } from "../events.ts";
import { newLine, type OrderLine, totalOf } from "../lines.ts";
import { presented } from "../present.ts";
import { draftsOf, notePartsOf, suppliersWithin, usualDestination } from "../repo.ts";
import { inStock, packsFor, shortageOf } from "../rules.ts";
import { type PurchaseOrder, purchaseOrders, type Supplier } from "../tables.ts";
import { milliOf, packCostOf } from "./plan-lines.ts";
import { orderParts } from "./plan-order.ts";

/** Lines of one draft; parts beyond it wait until it is submitted. */
const MOST_LINES = 200;

/**
 * What reordering parts puts into a commit: for each supplier one draft, which they add to until a person submits it. Orders nothing of a part that is there or on
 * order, or that a draft brings already; undefined: nothing at all.
 */
export async function planReorder(
  ctx: Ctx,
  parts: readonly StockPart[],
  organization: Organization | undefined,
): Promise<Effect | undefined> {
  const bySupplier = Map.groupBy(parts, ({ preferredSupplierId }) => preferredSupplierId ?? 0);
  const { suppliers, drafts, location } = await load(ctx, {
    suppliers: suppliersWithin(ctx, JSON.stringify([...bySupplier.keys()])),
    drafts: draftsOf(ctx, JSON.stringify(parts.map(({ id }) => id)), JSON.stringify([...bySupplier.keys()])),
    location: usualDestination(ctx),
  });
  const planned = plannedIn(drafts);
  const plans = suppliers.flatMap((supplier) => {
    const draft = drafts.find(({ autoSupplierId }) => autoSupplierId === supplier.id);
    const items = reordered(draft?.items ?? [], bySupplier.get(supplier.id) ?? [], planned);
    return items === undefined || supplier.archivedAt !== null ? [] : [{ supplier, draft, items }];
  });
  const effects = plans.flatMap(({ draft, items }) => (draft ? [added(ctx, draft, items)] : []));
  const fresh = location ? plans.filter(({ draft }) => draft === undefined) : [];
  if (location && fresh.length > 0)
    effects.push(...(await begun(ctx, { fresh, locationId: location.id, organization })));
  if (effects.length === 0) return undefined;
  return {
    parts: effects.flatMap((effect) => effect.parts),
    events: effects.flatMap((effect) => effect.events ?? []),
    audit: effects.flatMap((effect) => effect.audit ?? []),
  };
}

/** What drafts bring of each part, in the unit that it is stocked in. */
function plannedIn(drafts: readonly PurchaseOrder[]): Map<number, number> {
  const planned = new Map<number, number>();
  for (const { partId, quantityMilli, packMilli } of drafts.flatMap(({ items }) => items))
    planned.set(partId, (planned.get(partId) ?? 0) + inStock(quantityMilli, packMilli));
  return planned;
}

/** The lines of a draft with what these parts lack, in whole packs; undefined: they lack nothing. */
function reordered(
  items: readonly OrderLine[],
  parts: readonly StockPart[],
  planned: ReadonlyMap<number, number>,
): OrderLine[] | undefined {
  const lines = new Map(items.map((line) => [line.partId, line]));
  for (const part of parts) {
    const shortage = shortageOf({
      availableMilli: part.onHandMilli + part.onOrderMilli - part.reservedMilli,
      minStockMilli: milliOf(part.minStock),
      targetStockMilli: part.targetStock === null ? null : milliOf(part.targetStock),
      reorderMilli: part.reorderQuantity === null ? null : milliOf(part.reorderQuantity),
      plannedMilli: planned.get(part.id) ?? 0,
    });
    const line = lines.get(part.id);
    if (shortage === 0 || (!line && lines.size >= MOST_LINES)) continue;
    const packMilli = line?.packMilli ?? milliOf(part.packSize);
    const quantityMilli = (line?.quantityMilli ?? 0) + packsFor(shortage, packMilli);
    const unitCostCents = line?.unitCostCents ?? packCostOf(part, packMilli) ?? 0;
    lines.set(part.id, newLine(line?.line ?? lines.size + 1, part, { quantityMilli, packMilli, unitCostCents }));
  }
  const after = [...lines.values()];
  return after.some((line) => !items.includes(line)) ? after : undefined;
}

type Begun = {
  fresh: readonly { supplier: Supplier; items: OrderLine[] }[];
  locationId: number;
  organization: Organization | undefined;
};
/** The first drafts of these suppliers, whose numbers follow each other. */
async function begun(ctx: Ctx, { fresh, locationId, organization }: Begun): Promise<Effect[]> {
  const n = fresh.length;
  const { last, lastId } = await load(ctx, {
    last: lastNumber(ctx, "purchase_order"),
    lastId: purchaseOrders.nextId(ctx, n),
  });
  const { numbers, writes } = documentNumbers(ctx, "purchase_order", organization, { last, n });
  const drafts = fresh.map(({ supplier, items }, i): Effect => {
    const [id, number] = [lastId - n + 1 + i, numbers[i] ?? ""];
    const { row: _, ...effect } = orderParts(ctx, {
      ...{ id, number, supplier, items, locationId, organization, isAuto: true },
    });
    return effect;
  });
  return [{ parts: [{ writes }] }, ...drafts];
}

function added(ctx: Ctx, draft: PurchaseOrder, items: OrderLine[]): Effect {
  const part = purchaseOrders.change(ctx, draft, { items, totalCents: totalOf(items) });
  return {
    parts: [part, ...notePartsOf(ctx, part.row, { isNew: false })],
    events: [orderEvents.updated(presented(part.row), presented(draft))],
    audit: { action: "reorder", of: part },
  };
}
