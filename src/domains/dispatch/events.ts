import { defineEvent } from "#/kernel/events.ts";
import type { ReportedStatus } from "./rules.ts";
import { DispatchEvent } from "./schemas.ts";

const define = (what: string, about: string) => defineEvent(`dispatch.${what}`, DispatchEvent, about);

export const jobCreated = define("created", "A new dispatch job was created");
export const jobAssigned = define("assigned", "A technician was assigned to a job");

/** The event of each report of a technician. */
export const reported = {
  acknowledged: define("acknowledged", "The technician has seen the job"),
  en_route: define("en_route", "The technician is on the way"),
  on_site: define("on_site", "The technician has arrived"),
  in_progress: define("in_progress", "Work has begun"),
  completed: define("completed", "A dispatch job was completed"),
} satisfies Record<ReportedStatus, unknown>;

export const events = [jobCreated, jobAssigned, ...Object.values(reported)];
