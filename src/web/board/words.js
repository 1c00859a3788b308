import { clock, dayAndClock } from "./day.js";
import { statusNames } from "./state.js";

// How the board names things.

export const priorityNames = { urgent: "Urgent", high: "High" };
export const doingNames = { ...statusNames, free: "Free", assigned: "Assigned" };
export const statusName = (status) => statusNames[status] ?? status;

export const initials = (name) =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();

export const addressOf = (job, ...fields) =>
  fields
    .map((field) => job[field])
    .filter(Boolean)
    .join(", ");

/** The planned time of a job with a time. */
export const span = (job, timeZone) =>
  `${clock(job.scheduled_start, timeZone)} – ${clock(job.scheduled_end, timeZone)}`;

export const timeOf = (job, timeZone) => (job.scheduled_start ? span(job, timeZone) : "Any time");

const levelNames = { response: "Response", resolution: "Resolution" };
/** As "Response promised by Mar 28, 2:30 PM: missed". */
export const levelText = ({ kind, state, due_at }, timeZone) =>
  `${levelNames[kind]} promised${due_at ? ` by ${dayAndClock(due_at, timeZone)}` : ""}${state === "violated" ? ": missed" : ""}`;

/** As "12.4 km". */
export const distance = (metres) => `${(metres / 1000).toFixed(1)} km`;
/** As "1 h 25 min". */
export function duration(minutes) {
  const whole = Math.round(minutes);
  return whole < 60 ? `${whole} min` : `${Math.floor(whole / 60)} h ${whole % 60} min`;
}
