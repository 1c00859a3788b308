import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { findLastSeq } from "#/db/tenant/outbox.ts";
import { activeTechnicians, type Technician } from "#/domains/technicians/index.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { errorText, log } from "#/kernel/log.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { backlog, type DispatchJob, jobsWithin, listPositions, type Position, slotsOfDay } from "./repo.ts";

/** A local day of the business as the dispatcher sees it. */
export type Board = {
  date: LocalDate;
  timezone: string;
  /** The last event that this board contains. */
  seq: number;
  jobs: DispatchJob[];
  backlog: DispatchJob[];
  technicians: (Pick<Technician, "id" | "name"> & { position: Position | null })[];
};

/** The board of a day by the database alone, all of it read at one moment. */
export async function readBoard(ctx: Ctx, date: LocalDate): Promise<Board> {
  const [last, jobs, waiting, technicians, positions] = await read(ctx, [
    findLastSeq(ctx),
    jobsWithin(ctx, slotsOfDay(ctx, date)),
    jobsWithin(ctx, backlog),
    activeTechnicians(ctx),
    listPositions(ctx),
  ]);
  return {
    date,
    timezone: ctx.tenant.timezone,
    seq: last?.seq ?? 0,
    jobs,
    backlog: waiting,
    technicians: withPositions(
      technicians.map((technician) => ({ ...technician, position: null })),
      positions,
    ),
  };
}

/** As `readBoard`, with the positions that the live board has not written down yet. */
export async function readLiveBoard(ctx: Ctx, date: LocalDate): Promise<Board> {
  const [board, live] = await Promise.all([readBoard(ctx, date), livePositions(ctx)]);
  return { ...board, technicians: withPositions(board.technicians, live) };
}

/** Each technician with the newest position that is known of him. */
export function withPositions(technicians: Board["technicians"], positions: readonly Position[]): Board["technicians"] {
  const known = new Map(positions.map((position) => [position.technicianId, position]));
  return technicians.map((technician) => {
    const position = known.get(technician.id);
    const isNews = position && (technician.position === null || position.at > technician.position.at);
    return isNews ? { ...technician, position } : technician;
  });
}

/** Without the live board, the dispatcher still sees the day and the positions of a moment ago. */
async function livePositions(ctx: Ctx): Promise<readonly Position[]> {
  try {
    return await boardOf(ctx.env, ctx.tenant.id).positions();
  } catch (error) {
    log("warn", "live positions are not to be had", { tenant: ctx.tenant.id, error: errorText(error) });
    return [];
  }
}
