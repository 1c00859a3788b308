import { z } from "zod";
import { DispatchJob } from "#/domains/dispatch/job-schemas.ts";
import { Board } from "#/domains/dispatch/schemas.ts";
import { TechnicianSuggestions } from "#/domains/dispatch/suggestion-schemas.ts";
import { plusSeconds, toInstant } from "#/kernel/time.ts";
import { callOf } from "./demo-data.ts";
import type { Scene } from "./live-scene.ts";

// What the office does on the lived day.

type Job = z.output<typeof DispatchJob>;
const HOUR = 3600;
/** The part of a plan that the demo tells of. */
const Plan = z.object({
  changes: z.int(),
  before: z.object({ travel_minutes: z.int(), assigned: z.int() }),
  after: z.object({ travel_minutes: z.int(), assigned: z.int() }),
});
const WINDOWS = ["08:00", "10:00", "12:00", "14:00"] as const;

/** Before the day begins: customers have called, and their jobs get routes together with those that are planned. */
export function openMorning(scene: Scene, calls: number): void {
  const { agenda, time } = scene;
  agenda.at(time("06:35"), async () => {
    for (let i = 0; i < calls; i++) await book(scene, i);
    scene.tell(`The office books ${calls} calls of the evening before`);
  });
  agenda.at(time("06:50"), () => optimize(scene));
}

/** What comes up in the course of the day. */
export function lookAfter(scene: Scene): void {
  const { agenda, time } = scene;
  agenda.at(time("09:20"), () => takeUrgentCall(scene, 3));
  agenda.at(time("10:05"), () => cancelOne(scene));
  agenda.at(time("11:10"), () => rescheduleOne(scene));
  agenda.at(time("13:30"), () => takeUrgentCall(scene, 7));
}

const create = async ({ office, made }: Scene, body: object): Promise<Job> => {
  const job = await office.call("POST /admin/dispatch", DispatchJob, { body });
  made.add(job.id);
  return job;
};

/** Every fifth customer does not mind when; the others are promised two hours within which somebody comes. */
async function book(scene: Scene, i: number): Promise<void> {
  const { time, random } = scene;
  const call = callOf(i + Math.floor(random() * 40));
  const minutes = [45, 60, 90][i % 3];
  if (i % 5 === 4) return void (await create(scene, { ...call, duration_minutes: minutes }));
  const start = toInstant(time(WINDOWS[i % 5] ?? WINDOWS[0]));
  await create(scene, {
    ...{ ...call, duration_minutes: minutes, scheduled_start: start, scheduled_end: plusSeconds(start, HOUR) },
    ...{ arrival_window_start: start, arrival_window_end: plusSeconds(start, 2 * HOUR) },
  });
}

async function optimize({ office, date, tell }: Scene): Promise<void> {
  const { before, after, changes } = await office.call("POST /admin/dispatch/optimize-routes", Plan, {
    body: { date, include_backlog: true, apply: true },
  });
  const assigned = `${after.assigned} jobs have a technician instead of ${before.assigned}`;
  tell(
    `The routes are optimised: ${changes} changes, ${assigned}, ${after.travel_minutes} minutes of driving between jobs`,
  );
}

async function takeUrgentCall(scene: Scene, i: number): Promise<void> {
  const { agenda, office, random, tell, nameOf } = scene;
  const start = toInstant(Math.ceil((agenda.now() + 30 * 60_000) / 900_000) * 900_000);
  const job = await create(scene, {
    ...callOf(i + Math.floor(random() * 40)),
    ...{ title: "No cooling, infant in the house", priority: "urgent", duration_minutes: 60 },
    ...{ scheduled_start: start, scheduled_end: plusSeconds(start, HOUR) },
  });
  tell(`An urgent call: ${job.customer_name}, ${job.service_city}`);
  const { items } = await office.call(`GET /admin/dispatch/${job.id}/suggestions?limit=1`, TechnicianSuggestions);
  const technicianId = items[0]?.technician_id ?? (await leastLoaded(scene));
  if (technicianId === undefined) return;
  await office.call(`PATCH /admin/dispatch/${job.id}/assign`, DispatchJob, { body: { technician_id: technicianId } });
  tell(`${nameOf(technicianId)} ${items.length > 0 ? "fits it best and" : "has the fewest jobs left and"} takes it`);
}

const Day = Board.pick({ jobs: true, technicians: true });
const isAhead = ({ status }: Job): boolean =>
  status === "dispatched" || status === "acknowledged" || status === "pending";

/** Where the rules exclude everybody, the dispatcher decides. */
async function leastLoaded({ office, date }: Scene): Promise<number | undefined> {
  const { jobs, technicians } = await office.call(`GET /admin/dispatch/board?date=${date}`, Day);
  const left = (id: number) => jobs.filter((job) => job.technician_id === id && isAhead(job)).length;
  return technicians.map(({ id }) => id).toSorted((a, b) => left(a) - left(b) || a - b)[0];
}

/** The last job of the day that was made for it and that nobody has begun. */
async function lastOf({ office, date, made }: Scene): Promise<Job | undefined> {
  const { jobs } = await office.call(`GET /admin/dispatch/board?date=${date}`, Day);
  return jobs.filter((job) => made.has(job.id) && isAhead(job) && job.priority !== "urgent").at(-1);
}

async function cancelOne(scene: Scene): Promise<void> {
  const job = await lastOf(scene);
  if (!job) return;
  const body = { reason: "The customer has found the breaker that was off" };
  await scene.office.call(`PATCH /admin/dispatch/${job.id}/cancel`, DispatchJob, { body });
  scene.tell(`${job.customer_name} calls off "${job.title}"`);
}

async function rescheduleOne(scene: Scene): Promise<void> {
  const job = await lastOf(scene);
  if (!job?.scheduled_start || !job.scheduled_end) return;
  const later = (at: string | null) => at && plusSeconds(toInstant(at), HOUR);
  const body = {
    ...{ scheduled_start: later(job.scheduled_start), scheduled_end: later(job.scheduled_end) },
    ...{ arrival_window_start: later(job.arrival_window_start), arrival_window_end: later(job.arrival_window_end) },
  };
  await scene.office.call(`PATCH /admin/dispatch/${job.id}/reschedule`, DispatchJob, { body });
  scene.tell(`${job.customer_name} asks for an hour later`);
}
