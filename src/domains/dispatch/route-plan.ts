import type { Effort } from "#/domains/routing/index.ts";
import type { TravelSettings } from "#/integrations/travel-time/port.ts";
import type { Instant } from "#/kernel/time.ts";
import type { Day, LeftOut } from "./route-plan-day-types.ts";

// What is kept of a plan of routes.

/** The day that a plan is made for, as it was when somebody asked. */
export type AskedDay = { day: Day; effort: Effort; travel: TravelSettings };

type Totals = { distanceM: number; travelMinutes: number; overtimeMinutes: number; assigned: number; late: number };
export type PlannedRoutes = {
  matrix: "estimated" | "osrm";
  routes: {
    technicianId: number;
    departure: Instant;
    arrival: Instant;
    distanceM: number;
    travelMinutes: number;
    overtimeMinutes: number;
    stops: { jobId: number; arrival: Instant; start: Instant; end: Instant }[];
  }[];
  unassigned: LeftOut[];
  before: Totals;
  after: Totals;
  changes: number;
};

/** A job that a plan has moved: the version that it has got, and who had it when before. */
export type MovedJob = {
  jobId: number;
  version: number;
  technicianId: number | null;
  crew: number[];
  scheduledStart: Instant | null;
  scheduledEnd: Instant | null;
};
