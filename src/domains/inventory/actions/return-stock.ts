import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import type { z } from "#/kernel/fields.ts";
import { partOf } from "#/kernel/money.ts";
import type { Inside } from "#/kernel/wire.ts";
import { checkEnough, checkLocation, checkParts, linesOf, stockQueries, usualCost } from "../asked.ts";
import { moreThanIssued, returnedToNobody } from "../errors.ts";
import { issuedTo } from "../move-repo.ts";
import type { ReturnStock } from "../move-schemas.ts";
import { type Movement, moveStock } from "../movement.ts";
import { stockRetry } from "../posting.ts";
import { fromMilli } from "../rules.ts";
import { checkPieces, serialsNamed } from "../serial-repo.ts";

type Input = Inside<z.output<typeof ReturnStock>>;

/** Takes back what a job did not use, at what it was issued for; or sends stock back to the supplier. */
export function returnStock(ctx: Ctx, input: Input): Promise<Movement> {
  const { jobId, toSupplier = false } = input;
  if ((jobId !== undefined) === toSupplier) throw returnedToNobody();
  return stockRetry(() => (jobId === undefined ? sendBack(ctx, input) : takeBack(ctx, input, jobId)));
}

async function takeBack(ctx: Ctx, input: Input, jobId: number): Promise<Movement> {
  const { locationId, notes = null } = input;
  const lines = linesOf(input);
  const partIds = lines.map(({ partId }) => partId);
  const loaded = await load(ctx, {
    ...stockQueries(ctx, partIds, [locationId]),
    job: dispatchJobs.one(ctx, jobId, "job_id"),
    issued: issuedTo(ctx, jobId, partIds),
    pieces: serialsNamed(ctx, lines),
  });
  checkLocation(loaded, locationId, { comesIn: true });
  checkParts(lines, loaded);
  const issued = new Map(loaded.issued.map((one) => [one.partId, one]));
  const back = [...Map.groupBy(lines, ({ partId }) => partId)].map(([partId, same]) => {
    const quantityMilli = same.reduce((sum, line) => sum + line.quantityMilli, 0);
    const { milli, cents } = issued.get(partId) ?? { milli: 0, cents: 0 };
    if (quantityMilli > milli) {
      const left = String(fromMilli(milli));
      const fields = Object.fromEntries(same.map(({ field }) => [field("quantity"), `issued: ${left}`]));
      throw moreThanIssued(partId, left, fields);
    }
    const valueCents = partOf(cents, quantityMilli, milli);
    const serials = same.flatMap(({ serials = [] }) => serials);
    return { kind: "return_from_job" as const, partId, locationId, quantityMilli, valueCents, serials };
  });
  return await moveStock(ctx, {
    kind: "return_from_job",
    asked: { locationId, jobId, lines, notes },
    posting: {
      parts: loaded.parts,
      serials: checkPieces(
        lines,
        loaded.pieces,
        { status: "issued", place: jobId },
        { status: "in_stock", locationId },
      ),
      issued: back.map(({ partId }) => [partId, jobId, issued.get(partId)?.milli ?? 0]),
      lines: back,
    },
  });
}

async function sendBack(ctx: Ctx, input: Input): Promise<Movement> {
  const { locationId, notes = null } = input;
  const lines = linesOf(input);
  const partIds = lines.map(({ partId }) => partId);
  const loaded = await load(ctx, { ...stockQueries(ctx, partIds, [locationId]), pieces: serialsNamed(ctx, lines) });
  checkLocation(loaded, locationId, { comesIn: false });
  const parts = checkParts(lines, loaded);
  checkEnough(lines, loaded.levels, locationId);
  return await moveStock(ctx, {
    kind: "return_to_supplier",
    asked: { locationId, lines, notes },
    posting: {
      parts: loaded.parts,
      serials: checkPieces(lines, loaded.pieces, { status: "in_stock", place: locationId }, { status: "returned" }),
      lines: lines.map(({ partId, quantityMilli, serials }) => ({
        ...{ kind: "return_to_supplier" as const, partId, locationId, quantityMilli: -quantityMilli },
        ...{ floor: "available" as const, fallbackCents: usualCost(parts.get(partId), quantityMilli) },
        ...(serials && { serials }),
      })),
    },
  });
}
