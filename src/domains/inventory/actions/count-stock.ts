import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import { newId } from "#/kernel/ids.ts";
import type { Inside } from "#/kernel/wire.ts";
import { checkLocation, checkParts, stockQueries, usualCost } from "../asked.ts";
import { countedBySerial } from "../errors.ts";
import type { CountStock } from "../move-schemas.ts";
import { stockParts, stockRetry } from "../posting.ts";
import { presentCount } from "../present.ts";
import { toMilli } from "../rules.ts";
import { counts } from "../tables.ts";

/** Notes what was found at a location, and moves the stock by what differs from the books. */
export const countStock = (ctx: Ctx, { locationId, lines, notes: why }: Inside<z.output<typeof CountStock>>) =>
  stockRetry(async () => {
    const notes = why ?? null;
    const partIds = lines.map(({ partId }) => partId);
    const loaded = await load(ctx, stockQueries(ctx, partIds, [locationId]));
    checkLocation(loaded, locationId, { comesIn: false });
    const onHand = new Map(loaded.levels.map(({ partId, onHandMilli }) => [partId, onHandMilli]));
    const named = lines.map(({ partId }, i) => ({
      ...{ partId, quantityMilli: 0, field: (name: string) => `lines.${i}.${name}` },
    }));
    const parts = checkParts(named, loaded);
    const differences = lines.flatMap(({ partId, counted }, i) => {
      const [expectedMilli, countedMilli] = [onHand.get(partId) ?? 0, toMilli(counted)];
      if (expectedMilli === countedMilli) return [];
      if (parts.get(partId)?.tracksSerials) throw countedBySerial(partId, `lines.${i}.counted`);
      return [{ partId, expectedMilli, countedMilli }];
    });
    const movementId = newId("stk");
    const row = { id: counts.newId(), locationId, movementId, linesCounted: lines.length, differences, notes };
    const part = counts.insert(ctx, row);
    const posting = stockParts(ctx, {
      movementId,
      notes,
      parts: loaded.parts,
      lines: differences.map(({ partId, expectedMilli, countedMilli }) => ({
        ...{ kind: "count" as const, partId, locationId, quantityMilli: countedMilli - expectedMilli },
        ...{ expectedMilli, fallbackCents: usualCost(parts.get(partId), countedMilli - expectedMilli) },
      })),
    });
    return await commit(ctx, {
      parts: [part, differences.length > 0 && posting],
      audit: { action: "count", of: part },
      result: presentCount(part.row),
    });
  });
