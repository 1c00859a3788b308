import { haversineMetres } from "#/kernel/geo.ts";
import type { Position } from "#/kernel/position.ts";
import type { Store } from "./board-store.ts";
import type { Doubt } from "./stubs.ts";

// Which readings of a device are believed, and which of those are worth a place in the trail of a job.

/** 324 km/h: faster than any way to a customer. A reading that would need more is a jump of the device, not of the technician. */
export const MAX_METRES_PER_SECOND = 90;
/** By how much two readings differ where nothing has moved; what a device says of its own accuracy comes on top, up to a bound. */
const NOISE_METRES = 200;
const MAX_ACCURACY_METRES = 5000;
/** A reading that comes from before the time that trails are kept. */
export const KEPT_MS = 30 * 24 * 3_600_000;

const THIN_MS = 30_000;
const THIN_METRES = 50;

const apart = (one: Position, other: Position): number => Math.abs(Date.parse(other.at) - Date.parse(one.at));
const blur = ({ accuracy }: Position): number => Math.min(accuracy ?? 0, MAX_ACCURACY_METRES);

/** Whether somebody can have been at both places at these times. */
export const isReachable = (from: Position, to: Position): boolean =>
  haversineMetres(from, to) - NOISE_METRES - blur(from) - blur(to) <= (MAX_METRES_PER_SECOND * apart(from, to)) / 1000;

/** Whether a point is worth keeping after the last one of the trail: half a minute later, or 50 metres away. */
export const isWorthKeeping = (last: Position | undefined, point: Position): boolean =>
  last === undefined || apart(last, point) >= THIN_MS || haversineMetres(last, point) >= THIN_METRES;

export type Judged = {
  /** In the order of their times. */
  taken: Position[];
  ignored: { index: number; reason: Doubt }[];
  /** The last reading that was not believed. If the next one agrees with it, the place before was the wrong one. */
  suspect: Position | undefined;
};

const isSame = (one: Position, other: Position): boolean =>
  one.at === other.at && one.latitude === other.latitude && one.longitude === other.longitude;

/** Judges the readings of one technician, in any order, beside the last known position. */
export function judge(
  readings: readonly Position[],
  known: { last: Position | undefined; suspect: Position | undefined; now: number },
): Judged {
  const judged: Judged = { taken: [], ignored: [], suspect: known.suspect };
  const inOrder = readings
    .map((position, index) => ({ position, index }))
    .toSorted((a, b) => (a.position.at < b.position.at ? -1 : Number(a.position.at > b.position.at)));
  let before: Position | undefined;
  let { last } = known;
  for (const { position, index } of inOrder) {
    if (last && position.at >= last.at) {
      before = last; // what is known stands among the readings where its time is
      last = undefined;
    }
    const doubt = doubtOf(position, before, judged.suspect, known.now);
    if (doubt === undefined) {
      judged.taken.push(position);
      before = position;
      judged.suspect = undefined;
    } else {
      judged.ignored.push({ index, reason: doubt });
      if (doubt === "impossible_speed") judged.suspect = position;
    }
  }
  judged.ignored.sort((a, b) => a.index - b.index);
  return judged;
}

function doubtOf(
  position: Position,
  before: Position | undefined,
  suspect: Position | undefined,
  now: number,
): Doubt | undefined {
  if (now - Date.parse(position.at) > KEPT_MS) return "too_old";
  if (!before) return undefined;
  if (isSame(before, position)) return "duplicate";
  if (isReachable(before, position)) return undefined;
  const agrees = suspect !== undefined && !isSame(suspect, position) && isReachable(suspect, position);
  return agrees ? undefined : "impossible_speed";
}

/** What the board remembers of each technician's way: lost with its memory, which costs a point more or a doubt less. */
export function openTrack(store: Pick<Store, "positionOf">) {
  const kept = new Map<number, Position>();
  const suspects = new Map<number, Position>();
  return {
    /** Judges readings, and says which of the taken are worth a place in the trail. */
    take(technicianId: number, readings: readonly Position[], now: number): Judged & { points: Position[] } {
      const known = { last: store.positionOf(technicianId), suspect: suspects.get(technicianId), now };
      const judged = judge(readings, known);
      if (judged.suspect) suspects.set(technicianId, judged.suspect);
      else suspects.delete(technicianId);
      const points = judged.taken.filter((position) => {
        if (!isWorthKeeping(kept.get(technicianId), position)) return false;
        kept.set(technicianId, position);
        return true;
      });
      return { ...judged, points };
    },
  };
}
export type Track = ReturnType<typeof openTrack>;
