import { daysBetween, type Instant, type LocalDate, plusMonths } from "#/kernel/time.ts";

export const vehicleStatuses = ["active", "in_shop", "retired"] as const;
export type VehicleStatus = (typeof vehicleStatuses)[number];
export const fuelTypes = ["gasoline", "diesel", "hybrid", "electric", "other"] as const;
export type FuelType = (typeof fuelTypes)[number];

/** Where a reading of the odometer comes from. A correction tells what the others got wrong. */
export const readingSources = ["manual", "fuel", "maintenance", "correction"] as const;
export type ReadingSource = (typeof readingSources)[number];

export type Reading = { readingM: number; at: Instant };
type Neighbours = { before: Reading | undefined; after: Reading | undefined };
export type Misreading = "falls" | "above_later" | "implausible";

const DAY_MS = 24 * 3600 * 1000;
/** No vehicle is driven further in a day: two drivers in turn, without a stop. */
const MOST_M_A_DAY = 2_500_000;

/**
 * What is wrong with a reading between those right before and after it in time: it may not fall, nor be above a later one, and what no vehicle can
 * have driven meanwhile is a slip of the finger, unless somebody confirms it.
 */
export function misreadingOf(
  { readingM, at }: Reading,
  { before, after }: Neighbours,
  isConfirmed: boolean,
): Misreading | undefined {
  if (before && readingM < before.readingM) return "falls";
  if (after && readingM > after.readingM) return "above_later";
  if (!before || isConfirmed) return undefined;
  const days = Math.max(1, Math.ceil((Date.parse(at) - Date.parse(before.at)) / DAY_MS));
  return readingM - before.readingM > days * MOST_M_A_DAY ? "implausible" : undefined;
}

/** How urgent a plan is, in order. */
export const alertLevels = ["none", "due_soon", "due", "overdue"] as const;
export type AlertLevel = (typeof alertLevels)[number];
export const isAbove = (level: AlertLevel, other: AlertLevel): boolean =>
  alertLevels.indexOf(level) > alertLevels.indexOf(other);

type Terms = { dueOn: LocalDate | null; dueOdometerM: number | null; soonDays: number; soonM: number };

/** How urgent a plan is on a day at a reading: whichever comes first, the date or the distance. */
export function levelOf(
  { dueOn, dueOdometerM, soonDays, soonM }: Terms,
  odometerM: number | null,
  day: LocalDate,
): AlertLevel {
  const byDate = dueOn === null ? "none" : levelBy(daysBetween(day, dueOn), soonDays, 0);
  const hasDistance = dueOdometerM !== null && odometerM !== null;
  const byDistance = hasDistance ? levelBy(dueOdometerM - odometerM, soonM, soonM) : "none";
  return isAbove(byDate, byDistance) ? byDate : byDistance;
}

/** `left` days or metres until it is due; it is overdue when more than `grace` of them have passed since. */
function levelBy(left: number, soon: number, grace: number): AlertLevel {
  if (left < -grace) return "overdue";
  if (left <= 0) return "due";
  return left <= soon ? "due_soon" : "none";
}

type Intervals = { intervalMonths: number | null; intervalM: number | null };
type Done = { lastDoneOn: LocalDate; lastDoneOdometerM: number | null };

/** When a plan is due next: counted from when it was really done, not from when it was due. */
export const nextDue = ({ intervalMonths, intervalM }: Intervals, { lastDoneOn, lastDoneOdometerM }: Done) => ({
  dueOn: intervalMonths === null ? null : plusMonths(lastDoneOn, intervalMonths),
  dueOdometerM: intervalM === null || lastDoneOdometerM === null ? null : lastDoneOdometerM + intervalM,
});

export const documentKinds = ["insurance", "registration", "inspection"] as const;
export type DocumentKind = (typeof documentKinds)[number];

type Fill = { at: Instant; volumeMl: number; odometerM: number | null; fullTank: boolean };
export type FuelStretch = { from: Instant; to: Instant; distanceM: number; volumeMl: number; mlPer100Km: number };

/** What a vehicle used from one full tank to the next, the oldest first; `fills` in the order of time. A full tank without a reading ends no stretch. */
export function stretchesOf(fills: readonly Fill[]): FuelStretch[] {
  const stretches: FuelStretch[] = [];
  let start: Fill | undefined;
  let volumeMl = 0;
  for (const fill of fills) {
    volumeMl += fill.volumeMl;
    if (!fill.fullTank || fill.odometerM === null) continue;
    const distanceM = fill.odometerM - (start?.odometerM ?? fill.odometerM);
    if (start && distanceM > 0)
      stretches.push({
        ...{ from: start.at, to: fill.at, distanceM, volumeMl },
        mlPer100Km: consumption(volumeMl, distanceM),
      });
    start = fill;
    volumeMl = 0;
  }
  return stretches;
}

/** Millilitres by 100 km, to the nearest. */
export const consumption = (volumeMl: number, distanceM: number): number =>
  Math.round((volumeMl * 100_000) / distanceM);
