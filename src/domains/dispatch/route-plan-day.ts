import type { Ctx } from "#/ctx.ts";
import type { Availability, Interval } from "#/domains/availability/index.ts";
import { qualifies } from "#/domains/skills/index.ts";
import { dayBounds, type LocalDate, localTime } from "#/kernel/time.ts";
import { type Span, without } from "#/kernel/wall-clock.ts";
import type { Day, Driver, PlannableJob } from "./route-plan-day-types.ts";
import type { DispatchJob } from "./tables.ts";

// A day of the business as a plan of routes takes it.

const USUAL_MINUTES = 60;
const under: readonly DispatchJob["status"][] = ["en_route", "on_site", "in_progress"];
const open: readonly DispatchJob["status"][] = ["pending", "dispatched", "acknowledged"];

/** Of the chosen technicians or of nobody; finished ones and those on hold are not planned. */
export const isPlannable = ({ status, technicianId }: DispatchJob, chosen: ReadonlySet<number>): boolean =>
  [...under, ...open].includes(status) && (technicianId === null || chosen.has(technicianId));

type Held = Parameters<typeof qualifies>[1];
type Known = {
  date: LocalDate;
  /** How a day that is over could have gone. */
  isOver: boolean;
  rows: readonly DispatchJob[];
  technicianIds: readonly number[];
  availability: Availability;
  /** Jobs of the day with a crew, whoever is in charge of them: who helps is there, too. */
  crewed: readonly DispatchJob[];
  held: readonly (Held[number] & { technicianId: number })[];
};

export function dayOf(ctx: Ctx, { date, isOver, rows, technicianIds, availability, crewed, held }: Known): Day {
  const midnight = Date.parse(dayBounds(date, ctx.tenant.timezone).start);
  const heldBy = Map.groupBy(held, ({ technicianId }) => technicianId);
  const needed = new Map(rows.flatMap(mandatorySkills).map((skill) => [skillKey(skill), skill]));
  return {
    midnight,
    now: isOver ? midnight : Date.parse(ctx.now),
    jobs: rows.map(plannable),
    drivers: technicianIds.flatMap((id): Driver[] => {
      const driver = driverOf(id, ctx, date, { availability, crewed });
      if (!driver.shift) return [];
      const skills = [...needed].filter(([, skill]) => qualifies([skill], heldBy.get(id) ?? [], date).qualified);
      return [{ ...driver, skills: skills.map(([key]) => key) }];
    }),
  };
}

const pointOf = (latitude: number | null | undefined, longitude: number | null | undefined) =>
  latitude == null || longitude == null ? null : { latitude, longitude };
const msOf = (at: string | null): number | null => (at === null ? null : Date.parse(at));

function plannable(job: DispatchJob): PlannableJob {
  const [start, end] = [msOf(job.scheduledStart), msOf(job.scheduledEnd)];
  const [opens, closes] = [msOf(job.arrivalWindowStart), msOf(job.arrivalWindowEnd)];
  return {
    id: job.id,
    version: job.version,
    technicianId: job.technicianId,
    place: pointOf(job.serviceLatitude, job.serviceLongitude),
    priority: job.priority,
    start,
    end,
    window: opens !== null && closes !== null ? { start: opens, end: closes } : null,
    minutes: job.durationMinutes ?? (start !== null && end !== null ? (end - start) / 60_000 : USUAL_MINUTES),
    skills: mandatorySkills(job).map(skillKey),
    pinned: job.pinned || job.crew.length > 0, // several people have agreed on it
    isUnderWay: under.includes(job.status),
  };
}

const mandatorySkills = ({ requiredSkills }: DispatchJob) => requiredSkills.filter(({ mandatory }) => mandatory);
/** A skill at a level: the solver compares texts. */
const skillKey = ({ skillId, minLevel }: DispatchJob["requiredSkills"][number]): string => `${skillId}/${minLevel}`;

const toSpan = ({ startsAt, endsAt }: Interval): Span => ({ start: Date.parse(startsAt), end: Date.parse(endsAt) });

function driverOf(
  id: number,
  ctx: Ctx,
  date: LocalDate,
  { availability, crewed }: Pick<Known, "availability" | "crewed">,
): Omit<Driver, "skills"> {
  const { free, timeOff } = availability.dayOf(id, date);
  const { startPlace, endPlace, overtimeMinutes, lunch, maxJobsPerDay } = availability.termsOf(id);
  const spans = free.map(toSpan);
  const [first, last] = [spans[0], spans.at(-1)];
  const shift = first && last ? { start: first.start, end: last.end } : null;
  const helps = crewed.flatMap(({ crew, scheduledStart, scheduledEnd }) =>
    crew.includes(id) && scheduledStart && scheduledEnd
      ? [toSpan({ startsAt: scheduledStart, endsAt: scheduledEnd })]
      : [],
  );
  // nobody works overtime in their time off
  const isLeaving = timeOff.map(toSpan).some(({ start, end }) => last && start <= last.end && last.end < end);
  const start = startPlace && pointOf(startPlace.latitude, startPlace.longitude);
  const timeOf = (time: string): number => Date.parse(localTime(date, time, ctx.tenant.timezone));
  return {
    id,
    shift,
    away: shift ? without([shift], without(spans, helps)) : [],
    start,
    end: endPlace ? pointOf(endPlace.latitude, endPlace.longitude) : start,
    overtimeMinutes: isLeaving ? 0 : (overtimeMinutes ?? 0),
    lunch: lunch && { from: timeOf(lunch.from), to: timeOf(lunch.to), minutes: lunch.minutes },
    maxJobs: maxJobsPerDay,
  };
}
