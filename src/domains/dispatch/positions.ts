import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { activeTechnicians } from "#/domains/technicians/index.ts";
import type { Position } from "#/kernel/position.ts";
import type { Instant } from "#/kernel/time.ts";
import { livePositions, withPositions } from "./board.ts";
import { trailAfter } from "./position-repo.ts";
import { positions } from "./repo.ts";
import { jobs } from "./tables.ts";

/** Where the active technicians were last seen, with what the live board has not stored yet. */
export async function lastPositions(ctx: Ctx) {
  const [{ technicians, known }, live] = await Promise.all([
    read(ctx, { technicians: activeTechnicians(ctx), known: positions(ctx) }),
    livePositions(ctx),
  ]);
  const nowhere = technicians.map((technician) => ({ ...technician, position: null }));
  return { technicians: withPositions(withPositions(nowhere, known), live) };
}

/** The way of a technician on a job, oldest point first. */
export async function trailOf(ctx: Ctx, { id, after, limit }: { id: number; after?: Instant; limit: number }) {
  const { found } = await read(ctx, { job: jobs.one(ctx, id), found: trailAfter(ctx, id, after, limit + 1) });
  const points: Position[] = found.slice(0, limit);
  const last = points.at(-1);
  return { jobId: id, points, nextAfter: found.length > limit && last ? last.at : null };
}
