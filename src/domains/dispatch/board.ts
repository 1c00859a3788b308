import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { lastSeq } from "#/db/tenant/outbox.ts";
import { availabilityFrom, availabilityParts, type Interval } from "#/domains/availability/index.ts";
import { activeTechnicians, type Technician } from "#/domains/technicians/index.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { errorText, log } from "#/kernel/log.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { pressingLevels } from "#/service-levels.ts";
import { countsOf } from "./board-counts.ts";
import { backlog, backlogTotal, cursorBehind, idsOnBoard, jobsOfDay, type Position, positions } from "./repo.ts";
import type { DispatchJob } from "./tables.ts";

/** The board brings at most this much of the backlog; the list of jobs has the rest. */
const BACKLOG_JOBS = 200;
const BACKLOG_BYTES = 256 * 1024;
/** The backlog is counted up to here: a count bills every row. */
const BACKLOG_COUNTED = 10_000;

const encoder = new TextEncoder();

/** As much of the backlog as the board brings, and where the list of jobs goes on. `waiting` has one job more where there are more. */
export function headOfBacklog(waiting: readonly DispatchJob[], total: number) {
  let bytes = 0;
  const fits = (job: DispatchJob, i: number): boolean => {
    bytes += encoder.encode(JSON.stringify(job)).length;
    return i === 0 || bytes <= BACKLOG_BYTES;
  };
  const tooMany = waiting.findIndex((job, i) => i === BACKLOG_JOBS || !fits(job, i));
  const backlog = tooMany === -1 ? [...waiting] : waiting.slice(0, tooMany);
  const last = backlog.at(-1);
  return { backlog, backlogTotal: total, backlogNextCursor: tooMany !== -1 && last ? cursorBehind(last) : null };
}

type Placed = Pick<Technician, "id" | "name"> & { position: Position | null };
type OnBoard = Placed & {
  /** Whole shifts that reach into the day. */
  shifts: Interval[];
  /** Approved time off that reaches into the day. */
  timeOff: Interval[];
};

/** The board of a local day from the database alone, all of it read at one moment: `seq` is the last event that it contains. */
export async function readBoard(ctx: Ctx, date: LocalDate) {
  const serviceLevels = await pressingLevels(ctx, idsOnBoard(ctx, date, BACKLOG_JOBS));
  const { last, jobs, waiting, waitingTotal, technicians, known, levels, ...loaded } = await read(ctx, {
    last: lastSeq(ctx),
    jobs: jobsOfDay(ctx, date),
    waiting: backlog(ctx, { limit: BACKLOG_JOBS + 1 }),
    waitingTotal: backlogTotal(ctx, BACKLOG_COUNTED),
    technicians: activeTechnicians(ctx),
    known: positions(ctx),
    levels: serviceLevels,
    ...availabilityParts(ctx, { from: date, to: date }),
  });
  const availability = availabilityFrom(ctx.tenant.timezone, loaded);
  const withShifts = (technician: Pick<Technician, "id" | "name">): OnBoard => {
    const { shifts, timeOff } = availability.dayOf(technician.id, date);
    return { ...technician, shifts, timeOff, position: null };
  };
  return {
    date,
    now: ctx.now,
    timezone: ctx.tenant.timezone,
    seq: last?.seq ?? 0,
    jobs,
    counts: countsOf(jobs, ctx.now),
    ...headOfBacklog(waiting, waitingTotal),
    technicians: withPositions(technicians.map(withShifts), known),
    serviceLevels: levels,
  };
}

/** A technician's own jobs of a local day, all of it read at one moment: `seq` is the last event that it contains. */
export async function readOwnDay(ctx: Ctx, date: LocalDate, technicianId: number) {
  const { last, ofDay, untimed } = await read(ctx, {
    last: lastSeq(ctx),
    ofDay: jobsOfDay(ctx, date, technicianId),
    untimed: backlog(ctx, { technicianId }),
  });
  return { date, timezone: ctx.tenant.timezone, seq: last?.seq ?? 0, jobs: [...ofDay, ...untimed] };
}

/** As `readBoard`, with the positions that the live board has not stored yet. */
export async function readLiveBoard(ctx: Ctx, date: LocalDate) {
  const [board, live] = await Promise.all([readBoard(ctx, date), livePositions(ctx)]);
  return { ...board, technicians: withPositions(board.technicians, live) };
}

/** Each technician with their newest known position. */
export function withPositions<T extends Placed>(technicians: readonly T[], positions: readonly Position[]): T[] {
  const known = new Map(positions.map((position) => [position.technicianId, position]));
  return technicians.map((technician) => {
    const position = known.get(technician.id);
    const isNews = position && (technician.position === null || position.at > technician.position.at);
    return isNews ? { ...technician, position } : technician;
  });
}

/** When the live board does not answer, the dispatcher still sees the day and the stored positions. */
export async function livePositions(ctx: Ctx): Promise<readonly Position[]> {
  try {
    return await boardOf(ctx.env, ctx.tenant.id).positions();
  } catch (error) {
    log("warn", "live positions unavailable", { tenant: ctx.tenant.id, error: errorText(error) });
    return [];
  }
}
