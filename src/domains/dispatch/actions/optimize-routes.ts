import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit, type Part } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { availabilityFrom, availabilityParts } from "#/domains/availability/index.ts";
import { travelSettingsOf } from "#/domains/organization/index.ts";
import { type Effort, type Solution, solve } from "#/domains/routing/index.ts";
import { qualifies, skillsOfTechnicians } from "#/domains/skills/index.ts";
import { activeTechnicians } from "#/domains/technicians/index.ts";
import { travelMatrix } from "#/integrations/travel-time/matrix.ts";
import { notFound } from "#/kernel/errors.ts";
import { dayBounds, type LocalDate, localDateOf, localTime, toInstant } from "#/kernel/time.ts";
import { dayIsOver, tooManyJobs } from "../errors.ts";
import { jobAssigned, jobUpdated } from "../events.ts";
import { backlog, insertChange, jobsOfDay } from "../repo.ts";
import {
  type Change,
  changesOf,
  type Day,
  type Driver,
  type PlannableJob,
  prepare,
  totalsOf,
  travelOf,
} from "../route-plan-rules.ts";
import { assign } from "../rules.ts";
import { type DispatchJob, jobs } from "../tables.ts";
import { told } from "./move-job.ts";

/** Most jobs of one plan: they are planned while the caller waits, and applied in one commit. */
const MOST_JOBS = 100;
const USUAL_MINUTES = 60;
/** The same question has the same answer. */
const SEED = 1;

type Optimize = {
  date: LocalDate;
  technicianIds?: number[] | undefined;
  includeBacklog?: boolean | undefined;
  effort?: Effort | undefined;
  apply?: boolean | undefined;
};

/** Plans the routes of a local day. Never worse than the plan as it is; with `apply` the jobs get their technicians and times in one commit. */
export async function optimizeRoutes(
  ctx: Ctx,
  { date, technicianIds, includeBacklog = false, effort = "quick", apply = false }: Optimize,
) {
  const { ofDay, waiting, technicians, held, ...loaded } = await load(ctx, {
    ofDay: jobsOfDay(ctx, date),
    waiting: includeBacklog ? backlog(ctx, { limit: MOST_JOBS + 1 }) : undefined,
    technicians: activeTechnicians(ctx),
    held: skillsOfTechnicians(ctx),
    ...availabilityParts(ctx, { from: date, to: date }),
  });
  const isOver = date < localDateOf(ctx.now, ctx.tenant.timezone);
  if (isOver && apply) throw dayIsOver(date);
  const active = new Set(technicians.map(({ id }) => id));
  const unknown = technicianIds?.findIndex((id) => !active.has(id)) ?? -1;
  if (unknown >= 0) throw notFound("technician", technicianIds?.[unknown] ?? 0, `technician_ids.${unknown}`);
  const chosen = technicians.filter(({ id }) => !technicianIds || technicianIds.includes(id));
  const rows = [...ofDay, ...(waiting ?? [])].filter((job) => isPlannable(job, new Set(chosen.map(({ id }) => id))));
  if (rows.length > MOST_JOBS) throw tooManyJobs(rows.length, MOST_JOBS);

  const availability = availabilityFrom(ctx.tenant.timezone, loaded);
  const skillsBy = Map.groupBy(held, ({ technicianId }) => technicianId);
  const midnight = Date.parse(dayBounds(date, ctx.tenant.timezone).start);
  const day: Day = {
    midnight,
    now: isOver ? midnight : Date.parse(ctx.now), // how a day could have gone
    jobs: rows.map(plannable),
    drivers: chosen.map(({ id }) => driverOf(id, { ctx, date, availability, rows, held: skillsBy.get(id) ?? [] })),
  };
  const prepared = prepare(day);
  const matrix = await travelMatrix(ctx, prepared.places, travelSettingsOf(loaded.organization));
  const { technicians: drivers, jobs: wanted, present, leftOut } = prepared;
  const solution = solve(
    { technicians: drivers, jobs: wanted, travel: travelOf(matrix), present },
    { effort, seed: SEED },
  );
  const changes = changesOf(day, solution.routes);
  const result = { ...shown(day, solution, matrix.source), applied: apply, changes: changes.length };
  const unassigned = [...leftOut, ...solution.unassigned.map(({ job, reason }) => ({ jobId: job, reason }))];
  const answer = { date, ...result, unassigned };
  if (!apply || changes.length === 0) return answer;
  return await commit(ctx, {
    ...applied(ctx, rows, changes),
    audit: { action: "optimize", entity: "dispatch_day", id: date, details: { jobs: changes.length } },
    result: answer,
  });
}

const under: readonly DispatchJob["status"][] = ["en_route", "on_site", "in_progress"];
const open: readonly DispatchJob["status"][] = ["pending", "dispatched", "acknowledged"];

/** Of the chosen technicians or of nobody; finished ones and those on hold are not planned. */
const isPlannable = ({ status, technicianId }: DispatchJob, chosen: ReadonlySet<number>): boolean =>
  [...under, ...open].includes(status) && (technicianId === null || chosen.has(technicianId));

const pointOf = (latitude: number | null | undefined, longitude: number | null | undefined) =>
  latitude == null || longitude == null ? null : { latitude, longitude };
const msOf = (at: string | null): number | null => (at === null ? null : Date.parse(at));

function plannable(job: DispatchJob): PlannableJob {
  const [start, end] = [msOf(job.scheduledStart), msOf(job.scheduledEnd)];
  const [opens, closes] = [msOf(job.arrivalWindowStart), msOf(job.arrivalWindowEnd)];
  return {
    id: job.id,
    technicianId: job.technicianId,
    place: pointOf(job.serviceLatitude, job.serviceLongitude),
    priority: job.priority,
    start,
    end,
    window: opens !== null && closes !== null ? { start: opens, end: closes } : null,
    minutes: job.durationMinutes ?? (start !== null && end !== null ? (end - start) / 60_000 : USUAL_MINUTES),
    skills: job.requiredSkills.filter(({ mandatory }) => mandatory).map(skillKey),
    pinned: job.pinned,
    isUnderWay: under.includes(job.status),
  };
}

/** A skill at a level: the solver compares texts. */
const skillKey = ({ skillId, minLevel }: DispatchJob["requiredSkills"][number]): string => `${skillId}/${minLevel}`;

type Known = {
  ctx: Ctx;
  date: LocalDate;
  availability: ReturnType<typeof availabilityFrom>;
  rows: readonly DispatchJob[];
  held: Parameters<typeof qualifies>[1];
};

function driverOf(id: number, { ctx, date, availability, rows, held }: Known): Driver {
  const { free } = availability.dayOf(id, date);
  const { startPlace, endPlace, overtimeMinutes, lunch, maxJobsPerDay } = availability.termsOf(id);
  const spans = free.map(({ startsAt, endsAt }) => ({ start: Date.parse(startsAt), end: Date.parse(endsAt) }));
  const longest = spans.toSorted((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)[0] ?? null;
  const start = startPlace && pointOf(startPlace.latitude, startPlace.longitude);
  const timeOf = (time: string): number => Date.parse(localTime(date, time, ctx.tenant.timezone));
  const needed = rows.flatMap(({ requiredSkills }) => requiredSkills);
  return {
    id,
    shift: longest,
    start,
    end: endPlace ? pointOf(endPlace.latitude, endPlace.longitude) : start,
    skills: needed.filter((skill) => qualifies([skill], held, date).qualified).map(skillKey),
    overtimeMinutes: overtimeMinutes ?? 0,
    lunch: lunch && { from: timeOf(lunch.from), to: timeOf(lunch.to), minutes: lunch.minutes },
    maxJobs: maxJobsPerDay,
  };
}

function shown({ midnight }: Day, { routes, before, after }: Solution, matrix: "estimated" | "osrm") {
  const at = (seconds: number) => toInstant(midnight + seconds * 1000);
  return {
    matrix,
    routes: routes
      .filter(({ stops }) => stops.length > 0)
      .map(({ technician, stops, departure, arrival, distance, time, overtime }) => ({
        technicianId: technician,
        departure: at(departure),
        arrival: at(arrival),
        distanceM: distance,
        travelMinutes: Math.round(time / 60),
        overtimeMinutes: Math.round(overtime / 60),
        stops: stops.map(({ job, arrival: arrives, start, end }) => ({
          jobId: job,
          arrival: at(arrives),
          start: at(start),
          end: at(end),
        })),
      })),
    before: totalsOf(before),
    after: totalsOf(after),
  };
}

/** The commit of a plan: refused whole when one of its jobs has changed since it was loaded. */
function applied(ctx: Ctx, rows: readonly DispatchJob[], changes: readonly Change[]) {
  const byId = new Map(rows.map((job) => [job.id, job]));
  const steps = changes.map(({ jobId, technicianId, start, end }) => {
    const job = byId.get(jobId) as DispatchJob; // the plan is made of these
    const given = job.technicianId === technicianId ? {} : assign(job, technicianId, ctx.now);
    const crew = job.crew.filter((helper) => helper !== technicianId);
    const times = { scheduledStart: toInstant(start), scheduledEnd: toInstant(end) };
    const part = jobs.change(ctx, job, { ...given, crew, ...times });
    const { status, version } = part.row;
    const change = insertChange({
      ...{ tenantId: ctx.tenant.id, jobId, version, action: "optimize" },
      ...{ fromStatus: job.status, toStatus: status, isApplied: true },
      ...{ technicianId, previousTechnicianId: job.technicianId, actor: actorName(ctx.actor) },
      ...{ at: ctx.now, occurredAt: null, clientEventId: null, latitude: null, longitude: null },
      ...{ reason: null, changes: part.audited.changes },
    });
    const event = job.technicianId === technicianId ? jobUpdated : jobAssigned;
    return { parts: [part, change] as const, event: event(told(part.row, job), job) };
  });
  return {
    parts: steps.flatMap(({ parts }): (Part | (typeof parts)[number])[] => [...parts]),
    events: steps.map(({ event }) => event),
  };
}
