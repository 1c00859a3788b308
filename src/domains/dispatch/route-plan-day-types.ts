import type { Reason } from "#/domains/routing/index.ts";
import type { Point } from "#/integrations/travel-time/port.ts";
import type { Span } from "#/kernel/wall-clock.ts";
import type { JobPriority } from "./statuses.ts";

// A day of the business as a plan of routes takes it.

export type PlannableJob = {
  id: number;
  version: number;
  technicianId: number | null;
  place: Point | null;
  priority: JobPriority;
  /** Times in milliseconds since 1970. `start` and `end`: what is agreed; null: nothing is. */
  start: number | null;
  end: number | null;
  window: Span | null;
  minutes: number;
  skills: readonly string[];
  /** Stays with its technician at its time: the office has said so, or others help with it. */
  pinned: boolean;
  /** The technician is on it: it ends at `end`, or now if that is over. */
  isUnderWay: boolean;
};
export type Driver = {
  id: number;
  /** From the begin of their first work to the end of the last; `away`: the parts of it in which they have time off, do not work, or help with the job of another. */
  shift: Span | null;
  away?: readonly Span[];
  start: Point | null;
  end: Point | null;
  skills: readonly string[];
  overtimeMinutes: number;
  lunch: { from: number; to: number; minutes: number } | null;
  maxJobs: number | null;
};
export type Day = { midnight: number; now: number; jobs: readonly PlannableJob[]; drivers: readonly Driver[] };

/** Why a job is in no route: the solver's reasons, and what it never heard of. */
export type LeftOut = { jobId: number; reason: Reason | "place_unknown" };
