import type { JobPriority } from "#/domains/dispatch/index.ts";
import type { LocalDate } from "#/kernel/time.ts";

/** 0 is Monday, as in wall-clock.ts. */
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof weekdays)[number];

/** Local times of one day, HH:MM; `closes` may be 24:00. */
export type Window = { opens: string; closes: string };
export type Windows = Record<Weekday, Window[]>;
/** When a business works: what the walk over working time needs. */
export type WorkingTime = { timezone: string; is24x7: boolean; windows: Windows; holidays: readonly LocalDate[] };

/** The status by which a response counts as given. */
export const responseStatuses = ["acknowledged", "en_route", "on_site"] as const;
export type ResponseStatus = (typeof responseStatuses)[number];

/** When the clock of a job starts: when it is created, or at the time that was agreed, if that is later. */
export const clockStarts = ["created", "scheduled"] as const;
export type ClockStart = (typeof clockStarts)[number];

export type Target = { responseMinutes: number; resolutionMinutes: number };
export type Targets = Record<JobPriority, Target>;

/** What a job must be for a policy to hold; an empty list asks nothing. */
export type Match = {
  priorities: JobPriority[];
  jobTypes: string[];
  customerIds: number[];
  agreementPlanIds: number[];
  zoneIds: number[];
};

export const kinds = ["response", "resolution"] as const;
export type Kind = (typeof kinds)[number];

/** What holds for a job from its creation on, whatever becomes of the policy and its calendar. */
export type Snapshot = {
  policyName: string;
  calendarName: string;
  targets: Targets;
  warnAtBps: number;
  responseMetAt: ResponseStatus;
  clockStarts: ClockStart;
  workingTime: WorkingTime;
};

export const violationStatuses = ["open", "acknowledged", "withdrawn"] as const;
export type ViolationStatus = (typeof violationStatuses)[number];
