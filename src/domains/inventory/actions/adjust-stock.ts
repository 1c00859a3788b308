import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { checkEnough, checkLocation, checkParts, linesOf, stockQueries, usualCost } from "../asked.ts";
import type { AdjustStock } from "../move-schemas.ts";
import { type Movement, moveStock } from "../movement.ts";
import { stockRetry } from "../posting.ts";
import { costOf } from "../rules.ts";
import { checkAbsent, checkPieces, serialsNamed } from "../serial-repo.ts";
import { receivedSerials } from "../serials.ts";

/** Corrects the books: stock that was found, or is broken or lost. What is reserved may be among it; below zero it never goes. */
export const adjustStock = (ctx: Ctx, input: Inside<z.output<typeof AdjustStock>>): Promise<Movement> =>
  stockRetry(async () => {
    const { locationId, reason } = input;
    const lines = linesOf(input);
    const partIds = lines.map(({ partId }) => partId);
    const loaded = await load(ctx, { ...stockQueries(ctx, partIds, [locationId]), pieces: serialsNamed(ctx, lines) });
    const [found, lost] = [lines.filter(isFound), lines.filter((line) => !isFound(line))];
    checkLocation(loaded, locationId, { comesIn: found.length > 0 });
    const parts = checkParts(lines, loaded);
    checkAbsent(found, loaded.pieces);
    const gone = lost.map((line) => ({ ...line, quantityMilli: -line.quantityMilli }));
    checkEnough(gone, loaded.levels, locationId, new Map(), false);
    return await moveStock(ctx, {
      kind: "adjustment",
      asked: { locationId, lines, notes: reason },
      posting: {
        parts: loaded.parts,
        serials: [
          ...receivedSerials(
            found.map((line) => ({ ...line, locationId })),
            loaded.parts,
          ),
          ...checkPieces(lost, loaded.pieces, { status: "in_stock", place: locationId }, { status: "written_off" }),
        ],
        lines: lines.map(({ partId, quantityMilli, serials, unitCostCents }) => ({
          ...{ kind: "adjustment" as const, partId, locationId, quantityMilli },
          ...{ fallbackCents: usualCost(parts.get(partId), quantityMilli), floor: "on_hand" as const },
          ...(unitCostCents !== undefined && quantityMilli > 0 && { valueCents: costOf(unitCostCents, quantityMilli) }),
          ...(serials && { serials }),
        })),
      },
    });
  });

const isFound = ({ quantityMilli }: { quantityMilli: number }): boolean => quantityMilli > 0;
