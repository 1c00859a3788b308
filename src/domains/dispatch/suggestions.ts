import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { type Availability, availabilityFrom, availabilityParts, type Interval } from "#/domains/availability/index.ts";
import { settingOf, travelSettingsOf } from "#/domains/organization/index.ts";
import { allSkills, qualifies, skillsOfTechnicians } from "#/domains/skills/index.ts";
import { activeTechnicians } from "#/domains/technicians/index.ts";
import { zoneRanks } from "#/domains/zones/index.ts";
import { type LocalDate, localDateOf, plusDays } from "#/kernel/time.ts";
import { type Span, united } from "#/kernel/wall-clock.ts";
import { livePositions, withPositions } from "./board.ts";
import { notSuggestable } from "./errors.ts";
import { type Position, positions } from "./repo.ts";
import { isFinished } from "./rules.ts";
import { jobsAround, servedBefore } from "./suggestion-repo.ts";
import { type Seeker, suggest } from "./suggestion-rules.ts";
import { type DispatchJob, jobs } from "./tables.ts";

/** Days whose shifts are read together with the job, before its day is known. A job of another day takes a second trip. */
const NEAR_DAYS = { before: 1, after: 14 };
const USUAL_MINUTES = 60;

type Around = Awaited<ReturnType<typeof load>>["around"][number];

/** Who should take a job: suggestions, the best first, and why the others are left out. One trip for a job of these days. */
export async function suggestTechnicians(ctx: Ctx, { id, limit = 10 }: { id: number; limit?: number }) {
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const near = { from: plusDays(today, -NEAR_DAYS.before), to: plusDays(today, NEAR_DAYS.after) };
  const [first, live] = await Promise.all([load(ctx, id, near), livePositions(ctx)]);
  const { job } = first;
  if (isFinished(job.status)) throw notSuggestable(id, job.status);
  const day = job.scheduledStart ? localDateOf(job.scheduledStart, ctx.tenant.timezone) : today;
  const isNear = near.from <= day && day < near.to;
  const availability = isNear
    ? first.availability
    : availabilityFrom(
        ctx.tenant.timezone,
        await read(ctx, availabilityParts(ctx, { from: day, to: plusDays(day, 1) })),
      );
  const isOverMidnight = localDateOf(job.scheduledEnd ?? ctx.now, ctx.tenant.timezone) > day;
  const { travel, zonesAreStrict } = first;
  const { suggestions, excluded } = suggest(
    {
      place: pointOf(job.serviceLatitude, job.serviceLongitude),
      span: spanOf(job),
      minutes: minutesOf(job),
      hasZone: job.zoneId !== null,
      needsSkills: job.requiredSkills.length > 0,
      now: Date.parse(ctx.now),
      zonesAreStrict,
      travel,
    },
    seekersOf(first, { day, isOverMidnight, availability, live }),
  );
  return { jobId: id, date: day, matrix: "estimated" as const, items: suggestions.slice(0, limit), excluded };
}

async function load(ctx: Ctx, id: number, days: { from: LocalDate; to: LocalDate }) {
  const { job, technicians, around, skills, held, ranks, known, served, ...loaded } = await read(ctx, {
    job: jobs.one(ctx, id),
    technicians: activeTechnicians(ctx),
    around: jobsAround(ctx, id),
    skills: allSkills(ctx),
    held: skillsOfTechnicians(ctx),
    ranks: zoneRanks(ctx),
    known: positions(ctx),
    served: servedBefore(ctx, id),
    ...availabilityParts(ctx, days),
  });
  return {
    ...{ job, technicians, around, skills, held, ranks, known, served },
    availability: availabilityFrom(ctx.tenant.timezone, loaded),
    travel: travelSettingsOf(loaded.organization),
    zonesAreStrict: settingOf(loaded.organization, "zones_are_strict"),
  };
}

const toSpan = ({ startsAt, endsAt }: Interval): Span => ({ start: Date.parse(startsAt), end: Date.parse(endsAt) });
const pointOf = (latitude: number | null, longitude: number | null) =>
  latitude === null || longitude === null ? null : { latitude, longitude };

type Timed = Pick<DispatchJob, "scheduledStart" | "scheduledEnd" | "durationMinutes">;
function spanOf({ scheduledStart, scheduledEnd, durationMinutes }: Timed): Span | null {
  if (scheduledStart === null) return null;
  const start = Date.parse(scheduledStart);
  return { start, end: scheduledEnd ? Date.parse(scheduledEnd) : start + (durationMinutes ?? USUAL_MINUTES) * 60_000 };
}
function minutesOf(job: Timed): number {
  const span = spanOf(job);
  return job.durationMinutes ?? (span ? (span.end - span.start) / 60_000 : USUAL_MINUTES);
}

type Day = {
  day: LocalDate;
  isOverMidnight: boolean;
  availability: Availability;
  live: Awaited<ReturnType<typeof livePositions>>;
};

function seekersOf(
  { job, technicians, around, skills, held, ranks, known, served }: Awaited<ReturnType<typeof load>>,
  { day, isOverMidnight, availability, live }: Day,
): Seeker[] {
  const nameOf = new Map(skills.map(({ id, name }) => [id, name]));
  const heldBy = Map.groupBy(held, ({ technicianId }) => technicianId);
  const rankOf = new Map(
    ranks.filter(({ zoneId }) => zoneId === job.zoneId).map((one) => [one.technicianId, one.rank]),
  );
  const busy = jobsByTechnician(around);
  const placed = withPositions(
    withPositions(
      technicians.map((technician) => ({ ...technician, position: null as Position | null })),
      known,
    ),
    live,
  );
  return placed.map(({ id, name, position }) => {
    const { timeOff, availableMinutes, ...first } = availability.dayOf(id, day);
    const free = isOverMidnight ? [...first.free, ...availability.dayOf(id, plusDays(day, 1)).free] : first.free;
    const { startPlace, maxJobsPerDay } = availability.termsOf(id);
    const { qualified, fit, lacks } = qualifies(job.requiredSkills, heldBy.get(id) ?? [], day);
    return {
      ...{ id, name, fit, availableMinutes },
      position: position && { ...position, at: Date.parse(position.at) },
      home: startPlace && pointOf(startPlace.latitude, startPlace.longitude),
      zone: rankOf.get(id) ?? null,
      skills: { qualified, fit, lacks: lacks.map(({ skillId, lack }) => lackText(nameOf.get(skillId), lack)) },
      free: united(free.map(toSpan)),
      off: timeOff.map(toSpan),
      jobs: busy.get(id) ?? [],
      maxJobs: maxJobsPerDay,
      knowsCustomer: served.has(id),
    };
  });
}

const lackText = (skill = "a skill that is no longer used", lack: "skill" | "level" | "certificate"): string =>
  lack === "skill"
    ? `lacks ${skill}`
    : lack === "level"
      ? `is below the level of ${skill} that is needed`
      : `has no valid certificate of ${skill}`;

/** The jobs of each technician, those included that they help with. */
function jobsByTechnician(around: readonly Around[]): Map<number, Seeker["jobs"]> {
  const each = around.flatMap(({ id, technicianId, crew, latitude, longitude, ...times }) => {
    const span = spanOf(times);
    const job = span && { id, ...span, place: pointOf(latitude, longitude) };
    return job ? [technicianId, ...crew].flatMap((who) => (who === null ? [] : [{ who, job }])) : [];
  });
  const grouped = Map.groupBy(each, ({ who }) => who);
  return new Map([...grouped].map(([who, list]) => [who, list.map(({ job }) => job)]));
}
