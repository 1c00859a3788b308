import type { Instant, LocalDate } from "#/kernel/time.ts";

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof weekdays)[number];
export const timeOffKinds = ["vacation", "sick", "other"] as const;
export const timeOffStatuses = ["requested", "approved", "rejected"] as const;
export type TimeOffStatus = (typeof timeOffStatuses)[number];

/** Local times of day, HH:MM. A shift that ends at or before its start ends on the next day. */
export type ShiftTimes = { starts: string; ends: string };
/** A shift of every week, from and up to days that are included; null: open. */
export type WeeklyShift = ShiftTimes & {
  weekday: Weekday;
  effectiveFrom: LocalDate | null;
  effectiveTo: LocalDate | null;
};
/** When the business is open, by weekday. */
export type Hours = Record<Weekday, { opens: string; closes: string } | null>;

/** Either whole local days, both included, or a span of time. */
export type When = {
  dateFrom: LocalDate | null;
  dateTo: LocalDate | null;
  startsAt: Instant;
  endsAt: Instant;
};

/** Where a route begins or ends. */
export type Place = { latitude: number | null; longitude: number | null; address: string | null };
/** A break of some minutes somewhere between two local times of day. */
export type Lunch = { from: string; to: string; minutes: number };
