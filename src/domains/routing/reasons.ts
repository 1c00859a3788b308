import { at, NEVER } from "./arrays.ts";
import { cell, FIELDS, findPlaces, noInsertions } from "./insertions.ts";
import type { Model } from "./model.ts";
import type { Plan } from "./plan.ts";
import type { Reason } from "./problem.ts";
import { emptyRoutes, setAll } from "./routes.ts";

/** Whether a job has a place in some route, with this plan. */
function placesIn(model: Model, plan: Plan): (job: number) => boolean {
  const routes = emptyRoutes(model);
  const found = noInsertions(model);
  setAll(routes, plan);
  return (job) =>
    routes.cost.some((_, r) => {
      findPlaces(routes, found, job, r);
      return at(found, (job * model.technicians + r) * FIELDS + cell.FIRST) < NEVER;
    });
}

/** The model in which these jobs may come at any time. */
function withoutWindows(model: Model, jobs: readonly number[]): Model {
  const [open, close] = [model.open.slice(), model.close.slice()];
  const [windowOpen, windowClose] = [model.windowOpen.slice(), model.windowClose.slice()];
  for (const job of jobs) {
    open[job] = -NEVER / 2;
    close[job] = NEVER / 2;
    windowOpen.fill(-NEVER / 2, at(model.windows, job), at(model.windows, job + 1));
    windowClose.fill(NEVER / 2, at(model.windows, job), at(model.windows, job + 1));
  }
  return { ...model, open, close, windowOpen, windowClose };
}

/** Why each of the jobs that the plan leaves out is left out. */
export function reasonsFor(model: Model, plan: Plan, leftOut: readonly number[]): (job: number) => Reason {
  const idle = plan.map(() => []);
  const alone = { headSize: new Int32Array(model.technicians) };
  const weightless = { ...model, load: model.load.map((load, job) => (leftOut.includes(job) ? 0 : load)) };
  const anyTime = withoutWindows(weightless, leftOut);
  const fitsAlone = placesIn({ ...model, ...alone }, idle);
  const fitsAloneAnyTime = placesIn({ ...anyTime, ...alone }, idle);
  const fitsNow = placesIn(model, plan);
  const fitsWithoutLoad = placesIn(weightless, plan);
  const fitsAnyTime = placesIn(anyTime, plan);
  const { technicians, jobs } = model.problem;
  return (job) => {
    const skilled = technicians.filter((one) =>
      (jobs[job]?.skills ?? []).every((skill) => one.skills?.includes(skill)),
    );
    if (skilled.length === 0) return "skill";
    if (skilled.every(({ capacity }) => (jobs[job]?.load ?? 0) > (capacity ?? NEVER))) return "capacity";
    if (!fitsAlone(job)) return fitsAloneAnyTime(job) ? "time_window" : "shift";
    if (fitsNow(job)) return "not_worth_it";
    if (fitsWithoutLoad(job)) return "capacity";
    return fitsAnyTime(job) ? "time_window" : "no_time_left";
  };
}
