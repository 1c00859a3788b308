import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { checkEnough, checkLocation, checkParts, linesOf, mayBeNegative, stockQueries, usualCost } from "../asked.ts";
import { sameLocation } from "../errors.ts";
import type { TransferStock } from "../move-schemas.ts";
import { type Movement, moveStock } from "../movement.ts";
import { stockRetry } from "../posting.ts";
import { checkPieces, serialsNamed } from "../serial-repo.ts";

/** Moves stock from one location to another, with its value. */
export const transferStock = (ctx: Ctx, input: Inside<z.output<typeof TransferStock>>): Promise<Movement> =>
  stockRetry(async () => {
    const { fromLocationId: from, toLocationId: to, notes = null } = input;
    const lines = linesOf(input);
    const partIds = lines.map(({ partId }) => partId);
    const loaded = await load(ctx, { ...stockQueries(ctx, partIds, [from, to]), pieces: serialsNamed(ctx, lines) });
    checkLocation(loaded, from, { field: "from_location_id", comesIn: false });
    checkLocation(loaded, to, { field: "to_location_id", comesIn: true });
    const parts = checkParts(lines, loaded);
    if (from === to) throw sameLocation();
    const negative = mayBeNegative(loaded);
    if (!negative) checkEnough(lines, loaded.levels, from);
    const moved = [...Map.groupBy(lines, ({ partId }) => partId)].flatMap(([partId, same]) => {
      const milli = same.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);
      const shared = {
        ...{ partId, averageOf: from, fallbackCents: usualCost(parts.get(partId), milli) },
        serials: same.flatMap(({ serials = [] }) => serials),
      };
      const floor = negative ? {} : { floor: "available" as const };
      return [
        { ...shared, ...floor, kind: "transfer_out" as const, locationId: from, quantityMilli: -milli },
        { ...shared, kind: "transfer_in" as const, locationId: to, quantityMilli: milli },
      ];
    });
    return await moveStock(ctx, {
      kind: "transfer_out",
      asked: { locationId: from, toLocationId: to, lines, notes },
      posting: {
        parts: loaded.parts,
        serials: checkPieces(
          lines,
          loaded.pieces,
          { status: "in_stock", place: from },
          { status: "in_stock", locationId: to },
        ),
        lines: moved,
      },
    });
  });
