// What goes into the solver and what comes out. All times are whole numbers of one unit (seconds in dispatch) from one
// moment (midnight); all distances whole numbers of one unit (metres in dispatch). Nothing may reach 2^28.

/** Ways between all places, row by row: the way from `a` to `b` has the index `a * size + b`. Need not be symmetric. A way that does not exist takes `NO_WAY`. */
export type Travel = { size: number; time: Int32Array; distance: Int32Array };

/** A span of time, both ends included. */
export type Span = { from: number; to: number };

export type Technician = {
  id: number;
  /** Places of the matrix. Null: the day begins at the first job, or ends at the last one. */
  start: number | null;
  end: number | null;
  shift: Span;
  /** Parts of the shift in which they neither work nor drive, in order and apart from each other: they go on from where they are. */
  away?: readonly Span[];
  skills?: readonly string[];
  /** Time after the shift that may be used, and what each unit of it costs. */
  overtime?: { max: number; price: number };
  /** A break of `length` that lies whole within `from` and `to`, between two jobs. Not due when the day is over by the last moment it could begin. */
  lunch?: Span & { length: number };
  /** The most that all jobs of the day may load together; without it there is no bound. */
  capacity?: number;
};

export type Job = {
  id: number;
  place: number;
  /** Arrival windows: work begins in one of them, after waiting for it if need be. None: any time. */
  windows: readonly Span[];
  service: number;
  skills?: readonly string[];
  /** What leaving the job out costs, in the unit of the objective: a job is left out when it would cost more to do. */
  prize: number;
  load?: number;
  /** Stays with this technician. Those with a `position` open the technician's day in that order, and nothing comes between them. */
  locked?: { technician: number; position?: number };
};

export type Stops = { technician: number; jobs: readonly number[] };

export type Problem = {
  technicians: readonly Technician[];
  jobs: readonly Job[];
  travel: Travel;
  /** What a unit of travel costs. Default: time 1, distance 0. */
  cost?: { time: number; distance: number };
  /** The plan as it is. The result is never worse. */
  present?: readonly Stops[];
};

export const efforts = ["quick", "normal", "thorough"] as const;
export type Effort = (typeof efforts)[number];
export type Options = {
  effort: Effort;
  /** Any whole number: the same problem with the same seed has the same result. */
  seed: number;
};

export type Stop = {
  job: number;
  arrival: number;
  /** Of the work: after waiting for the window. */
  start: number;
  end: number;
  /** How long after its window the work begins: only locked jobs can be late. */
  late: number;
};

export type Route = {
  technician: number;
  /** As late as the first job allows. */
  departure: number;
  stops: Stop[];
  /** At the end place. */
  arrival: number;
  lunch: Span | null;
  /** Of the travel alone. */
  distance: number;
  time: number;
  overtime: number;
};

/**
 * Why a job is left out.
 * - `skill`: nobody has its skills.
 * - `time_window`: nobody can come within its windows; at another time somebody could.
 * - `shift`: it does not fit into anybody's shift, even alone.
 * - `capacity`: it loads more than anybody may carry.
 * - `no_time_left`: the days of all who could do it are full.
 * - `not_worth_it`: it fits, but costs more than its prize.
 */
export type Reason = "skill" | "time_window" | "shift" | "capacity" | "no_time_left" | "not_worth_it";

export type Totals = {
  /** The objective: travel, overtime, and the prizes of the jobs left out. */
  cost: number;
  distance: number;
  time: number;
  overtime: number;
  assigned: number;
  /** Jobs that begin after their window. */
  late: number;
};

export type Solution = {
  /** One for each technician, in their order, those without a job too. */
  routes: Route[];
  unassigned: { job: number; reason: Reason }[];
  before: Totals;
  after: Totals;
  /** Jobs that have another technician than in the present plan, or other neighbours. */
  changed: number[];
};
