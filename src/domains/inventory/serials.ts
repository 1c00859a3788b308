import { serialsNeeded, serialsUnwanted } from "./errors.ts";
import type { SerialRow } from "./posting-repo.ts";
import type { StockPart } from "./tables.ts";

type Named = { partId: number; quantityMilli: number; serials?: readonly string[] | undefined };

/** Refuses pieces without serial numbers where the part has them, and the other way round; `field` is where a line's serial numbers are on the wire. */
export function checkSerials(
  lines: readonly Named[],
  parts: readonly StockPart[],
  field = (place: number) => `lines.${place}.serials`,
): void {
  const tracked = new Map(parts.map((part) => [part.id, part.tracksSerials]));
  const seen = new Set<string>();
  lines.forEach(({ partId, quantityMilli, serials = [] }, i) => {
    const fields = { [field(i)]: "" };
    if (!tracked.get(partId)) {
      if (serials.length > 0) throw serialsUnwanted(partId, { [field(i)]: "must be left out" });
      return;
    }
    const names = serials.map((serial) => `${partId}/${serial}`);
    const isWhole = Math.abs(quantityMilli) === serials.length * 1000;
    const isNew = new Set(names).size === names.length && !names.some((name) => seen.has(name));
    if (!isWhole || !isNew) throw serialsNeeded(partId, { ...fields, [field(i)]: "must name each piece once" });
    for (const name of names) seen.add(name);
  });
}

/** Pieces that come in: none of them may be in stock. */
export function receivedSerials(
  lines: readonly (Named & { locationId: number })[],
  parts: readonly StockPart[],
  field?: (place: number) => string,
): SerialRow[] {
  checkSerials(lines, parts, field);
  return lines.flatMap(({ partId, locationId, serials = [] }) =>
    serials.map((serial): SerialRow => [partId, serial, "absent", null, "in_stock", locationId, null]),
  );
}
