import { at, NEVER } from "./arrays.ts";
import { cell, FIELDS, findPlaces, noInsertions } from "./insertions.ts";
import type { Model } from "./model.ts";
import type { Stops } from "./problem.ts";
import { emptyRoutes, insert, jobsOf, setRoute } from "./routes.ts";
import { fits } from "./schedule.ts";

/** The jobs of each technician. */
export type Plan = readonly (readonly number[])[];

/** The plan of the caller in the numbers of the model. @throws RangeError for an unknown id, or a job that stands twice. */
export function planOf({ problem }: Model, present: readonly Stops[]): number[][] {
  const technicianOf = new Map(problem.technicians.map(({ id }, index) => [id, index]));
  const jobOf = new Map(problem.jobs.map(({ id }, index) => [id, index]));
  const plan: number[][] = problem.technicians.map(() => []);
  for (const { technician, jobs } of present)
    for (const id of jobs) {
      const job = jobOf.get(id);
      const route = plan[technicianOf.get(technician) ?? -1];
      if (job === undefined || !route)
        throw new RangeError(`Present plan: unknown job ${id} or technician ${technician}.`);
      jobOf.delete(id);
      route.push(job);
    }
  return plan;
}

/** The plan without what cannot be: a job that is late, or is not for this technician, finds another place in the same day or is left out. */
export function repaired(model: Model, plan: Plan, fixed: Plan): number[][] {
  const routes = emptyRoutes(model);
  const found = noInsertions(model);
  const isFixed = new Set(fixed.flat());
  for (let r = 0; r < model.technicians; r++) {
    const own = fixed[r] ?? [];
    const jobs = (plan[r] ?? []).filter((job) => !isFixed.has(job) || own.includes(job));
    const isWhole =
      own.every((job) => jobs.includes(job)) &&
      (model.head[r] ?? []).every((job, place) => jobs[place] === job) &&
      jobs.every((job) => at(model.allowed, job * model.technicians + r) === 1) &&
      jobs.reduce((sum, job) => sum + at(model.load, job), 0) <= at(model.capacity, r) &&
      fits(model, r, jobs);
    setRoute(routes, r, isWhole ? jobs : own);
    if (isWhole) continue;
    for (const job of jobs) {
      const index = (job * model.technicians + r) * FIELDS;
      if (at(routes.routeOf, job) >= 0) continue;
      findPlaces(routes, found, job, r);
      if (at(found, index + cell.FIRST) < NEVER) insert(routes, r, job, at(found, index + cell.FIRST_AFTER));
    }
  }
  return jobsOf(routes);
}

/** The same routes, given among technicians of one kind so that as many jobs as possible keep theirs. */
export function alike({ kind }: Model, plan: Plan, present: Plan): number[][] {
  const result: number[][] = plan.map((jobs) => [...jobs]);
  const kinds = new Set(kind);
  for (const one of kinds) {
    const technicians = plan.flatMap((_, r) => (at(kind, r) === one ? [r] : []));
    const pairs = technicians.flatMap((r) =>
      technicians.map((to) => {
        const before = new Set(present[to]);
        return { r, to, common: (plan[r] ?? []).filter((job) => before.has(job)).length };
      }),
    );
    const given = new Set<number>();
    const taken = new Set<number>();
    for (const { r, to } of pairs.toSorted((a, b) => b.common - a.common || a.r - b.r || a.to - b.to)) {
      if (given.has(r) || taken.has(to)) continue;
      given.add(r);
      taken.add(to);
      result[to] = [...(plan[r] ?? [])];
    }
  }
  return result;
}
