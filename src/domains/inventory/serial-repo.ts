import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { type LogInput, listLog } from "#/db/tenant/page.ts";
import { serialInStock, serialNotThere } from "./errors.ts";
import type { SerialStatus } from "./kinds.ts";
import type { SerialRow } from "./posting-repo.ts";
import { parts, type Serial, serialTable } from "./tables.ts";

type Named = { partId: number; serials?: readonly string[] | undefined };

/** The pieces that lines name, as far as they are known; undefined when they name none. */
export function serialsNamed(ctx: Ctx, lines: readonly Named[]) {
  const named = lines.flatMap(({ partId, serials = [] }) => serials.map((serial) => [partId, serial]));
  if (named.length === 0) return undefined;
  const listed = sql`select r.value ->> 0, r.value ->> 1 from json_each(${JSON.stringify(named)}) r`;
  return q
    .select()
    .from(serialTable)
    .where(
      and(eq(serialTable.tenantId, ctx.tenant.id), sql`(${serialTable.partId}, ${serialTable.serial}) in (${listed})`),
    );
}

type Standing = { status: "in_stock" | "issued"; place: number };
type Then = { status: SerialStatus; locationId?: number; jobId?: number };

/** Refuses pieces that are not where they are taken from; answers where they go. */
export function checkPieces(
  lines: readonly (Named & { field: (name: string) => string })[],
  pieces: readonly Serial[] = [],
  { status, place }: Standing,
  then: Then,
): SerialRow[] {
  const known = new Map(pieces.map((piece) => [`${piece.partId}/${piece.serial}`, piece]));
  return lines.flatMap(({ partId, serials = [], field }) =>
    serials.map((serial): SerialRow => {
      const piece = known.get(`${partId}/${serial}`);
      const at = status === "in_stock" ? piece?.locationId : piece?.jobId;
      if (piece?.status !== status || at !== place)
        throw serialNotThere(serial, { [field("serials")]: `${serial} is not there` });
      return [partId, serial, status, place, then.status, then.locationId ?? null, then.jobId ?? null];
    }),
  );
}

/** Refuses pieces that come in and are in stock. */
export function checkAbsent(
  lines: readonly (Named & { field: (name: string) => string })[],
  pieces: readonly Serial[] = [],
): void {
  const here = new Set(
    pieces.flatMap((piece) => (piece.status === "in_stock" ? `${piece.partId}/${piece.serial}` : [])),
  );
  for (const { partId, serials = [], field } of lines)
    for (const serial of serials)
      if (here.has(`${partId}/${serial}`)) throw serialInStock(serial, { [field("serials")]: `${serial} is in stock` });
}

type Filter = {
  id: number;
  serial?: string | undefined;
  status?: SerialStatus | undefined;
  locationId?: number | undefined;
};
export const listSerials = (ctx: Ctx, { id, serial, status, locationId, ...input }: LogInput & Filter) =>
  listLog(ctx, input, {
    table: serialTable,
    key: serialTable.serial,
    order: "asc",
    parent: parts.one(ctx, id),
    filters: [
      eq(serialTable.partId, id),
      serial && eq(serialTable.serial, serial),
      status && eq(serialTable.status, status),
      locationId === undefined ? undefined : eq(serialTable.locationId, locationId),
    ],
  });
