import { AppError } from "#/kernel/errors.ts";
import type { TimeOffStatus } from "./terms.ts";

/** `clashes`: places of shifts in the list, each with that of the one that it overlaps with. */
export const shiftsOverlap = (technicianId: number, clashes: readonly [number, number][]) =>
  new AppError(
    "invalid",
    "availability.shifts_overlap",
    `Shifts of technician ${technicianId} overlap. Change their times or days, or make one of two.`,
    { fields: Object.fromEntries(clashes.map(([place, other]) => [`shifts.${place}`, `overlaps shifts.${other}`])) },
  );
export const overrideExists = (technicianId: number, date: string) =>
  new AppError(
    "conflict",
    "shift_override.exists",
    `Technician ${technicianId} has shifts of their own on ${date} already. Change those instead.`,
    { fields: { date: "has shifts of its own already" } },
  );
export const dayTaken = (date: string) =>
  new AppError(
    "conflict",
    "closed_day.exists",
    `The business has decided about ${date} already. Remove that day first.`,
    {
      fields: { date: "is there already" },
    },
  );

type Named = { id: number; status: TimeOffStatus };
export const wrongStatus = ({ id, status }: Named, next: string, allowed: string) =>
  new AppError(
    "conflict",
    "time_off.wrong_status",
    `Time off ${id} is ${status} and cannot be ${next}. It must be ${allowed}.`,
    { fields: { status: `is ${status}; must be ${allowed}` } },
  );
