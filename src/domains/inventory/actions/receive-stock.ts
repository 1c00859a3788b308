import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { checkLocation, checkParts, linesOf, stockQueries, usualCost } from "../asked.ts";
import { costTooHigh } from "../errors.ts";
import type { ReceiveStock } from "../move-schemas.ts";
import { type Movement, moveStock } from "../movement.ts";
import { stockRetry } from "../posting.ts";
import { costOf, MOST_PER_MILLI } from "../rules.ts";
import { checkAbsent, serialsNamed } from "../serial-repo.ts";
import { receivedSerials } from "../serials.ts";

/** Takes stock in at a location, with what it cost. */
export const receiveStock = (ctx: Ctx, input: Inside<z.output<typeof ReceiveStock>>): Promise<Movement> =>
  stockRetry(async () => {
    const { locationId, notes = null } = input;
    const lines = linesOf(input);
    const partIds = lines.map(({ partId }) => partId);
    const loaded = await load(ctx, { ...stockQueries(ctx, partIds, [locationId]), pieces: serialsNamed(ctx, lines) });
    checkLocation(loaded, locationId, { comesIn: true });
    const parts = checkParts(lines, loaded);
    checkAbsent(lines, loaded.pieces);
    const costs = lines.map(({ partId, quantityMilli, unitCostCents, totalCostCents, field }) => {
      if ((totalCostCents ?? 0) > quantityMilli * MOST_PER_MILLI) throw costTooHigh(field("total_cost_cents"));
      const unit = unitCostCents ?? parts.get(partId)?.costCents ?? null;
      return totalCostCents ?? (unit === null ? null : costOf(unit, quantityMilli));
    });
    return await moveStock(ctx, {
      kind: "receipt",
      asked: { locationId, lines, notes },
      posting: {
        parts: loaded.parts,
        serials: receivedSerials(
          lines.map((line) => ({ ...line, locationId })),
          loaded.parts,
        ),
        lines: lines.map((line, i) => ({
          ...{ kind: "receipt" as const, locationId, partId: line.partId, quantityMilli: line.quantityMilli },
          ...{ valueCents: costs[i] ?? null, fallbackCents: usualCost(parts.get(line.partId), line.quantityMilli) },
          ...(line.serials && { serials: line.serials }),
        })),
      },
    });
  });
