import type { Job, Problem, Route, Solution, Technician, Travel } from "#/domains/routing/index.ts";

// Reads a solution as a technician would live it, minute by minute, knowing nothing of how the solver works.

const way = ({ size, time, distance }: Travel, from: number | null, to: number | null) =>
  from === null || to === null || from === to
    ? { time: 0, distance: 0 }
    : { time: time[from * size + to] ?? Number.NaN, distance: distance[from * size + to] ?? Number.NaN };

/** What is wrong with a solution, in words; none when every rule is kept and every figure is right. */
export function faultsOf(problem: Problem, { routes, unassigned, after }: Solution): string[] {
  const faults: string[] = [];
  const jobs = new Map(problem.jobs.map((job) => [job.id, job]));
  const seen = [...routes.flatMap(({ stops }) => stops.map(({ job }) => job)), ...unassigned.map(({ job }) => job)];
  if (seen.length !== jobs.size || new Set(seen).size !== jobs.size || seen.some((id) => !jobs.has(id)))
    faults.push("not every job stands exactly once in a route or among the unassigned");
  if (routes.map(({ technician }) => technician).join() !== problem.technicians.map(({ id }) => id).join())
    faults.push("not one route for each technician, in order");
  let cost = 0;
  for (const { job } of unassigned) cost += jobs.get(job)?.prize ?? 0;
  for (const [r, route] of routes.entries()) {
    const technician = problem.technicians[r];
    if (!technician) continue;
    const own = route.stops.flatMap(({ job }) => jobs.get(job) ?? []);
    faults.push(
      ...faultsOfRoute(problem, technician, route, own).map((fault) => `technician ${technician.id}: ${fault}`),
    );
    const price = problem.cost ?? { time: 1, distance: 0 };
    const places = [technician.start, ...own.map(({ place }) => place), technician.end];
    const ways = own.length === 0 ? [] : places.slice(1).map((to, k) => way(problem.travel, places[k] ?? null, to));
    for (const { time, distance } of ways) cost += Math.round(price.time * time + price.distance * distance);
    cost += (technician.overtime?.price ?? 0) * route.overtime;
    if (route.time !== ways.reduce((sum, { time }) => sum + time, 0)) faults.push("travel time is another");
    if (route.distance !== ways.reduce((sum, { distance }) => sum + distance, 0)) faults.push("distance is another");
  }
  if (!(Math.abs(cost - after.cost) < 1e-3)) faults.push(`cost is ${cost}, not ${after.cost}`);
  for (const { job } of unassigned) if (jobs.get(job)?.locked) faults.push(`locked job ${job} is left out`);
  return faults;
}

function faultsOfRoute({ travel }: Problem, technician: Technician, route: Route, jobs: Job[]): string[] {
  const faults: string[] = [];
  const { shift, away = [], lunch, overtime } = technician;
  const isForced = jobs.some(({ locked }) => locked);
  let free = route.departure;
  let place = technician.start;
  let eaten = false;
  const eatBefore = (moment: number) => {
    if (route.lunch && !eaten && route.lunch.to <= moment && route.lunch.from >= free) {
      free = route.lunch.to;
      eaten = true;
    }
  };
  const leavesAt = (moment: number, length: number): number => {
    const gone = away.find(({ from, to }) => moment < to && moment + length > from);
    return gone ? leavesAt(gone.to, length) : moment;
  };
  if (route.departure < shift.from) faults.push("leaves before the shift");
  for (const [k, job] of jobs.entries()) {
    const stop = route.stops[k];
    if (!stop) continue;
    const travelled = way(travel, place, job.place).time;
    eatBefore(stop.arrival - travelled);
    const arrival = leavesAt(free, travelled) + travelled;
    if (stop.arrival !== arrival) faults.push(`arrives at job ${job.id} at ${stop.arrival}, not ${arrival}`);
    if (leavesAt(stop.start, job.service) !== stop.start) faults.push(`works at job ${job.id} while away`);
    free = stop.arrival;
    eatBefore(stop.start);
    if (stop.start < free) faults.push(`begins job ${job.id} before being there`);
    if (
      job.windows.length > 0 &&
      stop.late === 0 &&
      !job.windows.some(({ from, to }) => from <= stop.start && stop.start <= to)
    )
      faults.push(`begins job ${job.id} outside its windows`);
    if (stop.late > 0 && !job.locked) faults.push(`is late for job ${job.id}, which is not locked`);
    if (stop.end !== stop.start + job.service) faults.push(`does not work as long as job ${job.id} takes`);
    if (!job.locked && (job.skills ?? []).some((skill) => !technician.skills?.includes(skill)))
      faults.push(`lacks a skill of job ${job.id}`);
    if (job.locked && job.locked.technician !== technician.id) faults.push(`has locked job ${job.id} of another`);
    free = stop.end;
    place = job.place;
  }
  if (jobs.length > 0) {
    const travelled = way(travel, place, technician.end).time;
    eatBefore(route.arrival - travelled);
    const arrival = leavesAt(free, travelled) + travelled;
    if (route.arrival !== arrival) faults.push(`is back at ${route.arrival}, not ${arrival}`);
  }
  if (jobs.length > 0 && !isForced) {
    if (route.arrival > shift.to + (overtime?.max ?? 0)) faults.push("is back after the end of the day");
    if (lunch && !route.lunch && route.arrival > lunch.to - lunch.length) faults.push("has no lunch");
  }
  if (route.lunch && lunch) {
    if (leavesAt(route.lunch.from, lunch.length) !== route.lunch.from) faults.push("has lunch while away");
    if (route.lunch.from < lunch.from || route.lunch.to > lunch.to) faults.push("has lunch outside its time");
    if (route.lunch.to - route.lunch.from !== lunch.length) faults.push("has a lunch of another length");
    if (!eaten && route.lunch.from < route.arrival) faults.push("has lunch while working or driving");
  }
  const carried = jobs.reduce((sum, { load }) => sum + (load ?? 0), 0);
  if (!isForced && carried > (technician.capacity ?? Number.POSITIVE_INFINITY)) faults.push("carries too much");
  const head = jobs.filter(({ locked }) => locked?.position !== undefined);
  if (head.some((job, k) => jobs[k] !== job)) faults.push("does not begin with the jobs whose place is fixed");
  if (head.some((job, k) => k > 0 && (job.locked?.position ?? 0) < (head[k - 1]?.locked?.position ?? 0)))
    faults.push("has fixed jobs in another order");
  const over = jobs.length > 0 ? Math.max(0, route.arrival - shift.to) : 0;
  if (route.overtime !== over) faults.push("overtime is another");
  return faults;
}
