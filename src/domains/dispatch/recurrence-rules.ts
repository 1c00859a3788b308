import type { LocalDate } from "#/kernel/time.ts";

export const recurrenceUnits = ["day", "week", "month", "year"] as const;

/** How a job comes again: by local days and the time of day on the clocks of a zone, never by hours of UTC. */
export type Recurrence = {
  unit: (typeof recurrenceUnits)[number];
  /** The step between two jobs, in units. */
  every: number;
  /** The last local day on which it may come; null: without end. */
  until: LocalDate | null;
  /** Local day and time of day, `HH:MM`, of the first job. */
  startsOn: LocalDate;
  startTime: string;
  timezone: string;
};
