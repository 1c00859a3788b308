import type { z } from "zod";
import { DispatchJob } from "#/domains/dispatch/job-schemas.ts";
import { Board, MyJobsPage } from "#/domains/dispatch/schemas.ts";
import { toInstant } from "#/kernel/time.ts";
import type { Scene, User } from "./live-scene.ts";
import { placeOn, type Spot, type Way, wayOf } from "./live-way.ts";

/** A technician of the lived day. */
export type Member = {
  id: number;
  name: string;
  phone: User;
  /** Where they are. */
  spot: Spot;
  /** When their shift begins, in milliseconds; null: they work when there is work. */
  begins: number | null;
};
type Job = z.output<typeof DispatchJob>;

const MINUTE = 60_000;
const LOOK_MS = 30 * MINUTE; // who waits looks at their list so often
const STEPS: readonly string[] = ["acknowledged", "en_route", "on_site", "in_progress", "completed"];
const UNDER_WAY = new Set<string>(["en_route", "on_site", "in_progress"]);
const NOTES = [
  "Replaced the capacitor, cooling again at 18 F of split.",
  "Cleared the drain line and put in a new float switch.",
  "Filter was clogged. Told the customer to change it every three months.",
  "Recharged with 1.2 lb, found no leak at the coil.",
  "Left an estimate for a new condenser fan motor.",
  "All readings within limits, photos are in the file.",
] as const;

/** Puts a technician's day on the agenda: each thing that they do leads to the next. */
export function work(scene: Scene, member: Member): void {
  const { agenda, time, random } = scene;
  const begins = (member.begins ?? time("08:00")) - Math.round(10 + 25 * random()) * MINUTE;
  agenda.at(Math.max(begins, time("07:00")), async () => {
    await finishYesterday(scene, member);
    await look(scene, member);
  });
}

const myJobs = async ({ date }: Scene, { id, phone }: Member): Promise<Job[]> => {
  const { items } = await phone.call(`GET /tech/dispatch/my-jobs?date=${date}&limit=100`, MyJobsPage);
  return items.filter(({ technician_id }) => technician_id === id);
};

/** Reports what was forgotten the day before: a job is under way only once. */
async function finishYesterday(scene: Scene, member: Member): Promise<void> {
  for (const job of await myJobs(scene, member)) {
    if (!UNDER_WAY.has(job.status)) continue;
    for (const status of STEPS.slice(STEPS.indexOf(job.status) + 1)) await report(member, job, status);
  }
}

/** Whether the report was taken: meanwhile the office may have cancelled the job, or given it to somebody else. */
async function report(member: Member, { id }: Job, status: string): Promise<boolean> {
  const { latitude, longitude } = member.spot;
  const body = { status, latitude, longitude };
  const reply = await member.phone.send(`PATCH /tech/dispatch/my-jobs/${id}/status`, { body });
  return reply.status === 200;
}

/** Looks at the list, acknowledges what is new, and sets out in time for the next job. */
async function look(scene: Scene, member: Member): Promise<void> {
  const { agenda, closes, tell, random } = scene;
  const jobs = await myJobs(scene, member);
  for (const job of jobs) if (job.status === "dispatched") await report(member, job, "acknowledged");
  const [next] = jobs.filter(({ status }) => status === "dispatched" || status === "acknowledged").toSorted(byUrgency);
  if (!next) {
    if (agenda.now() < closes) agenda.at(agenda.now() + LOOK_MS, () => look(scene, member));
    else tell(`${member.name} calls it a day`);
    return;
  }
  const way = wayOf(member.spot, spotOf(next, member), 0.2 + 0.6 * random());
  const leave = next.scheduled_start === null ? 0 : Date.parse(next.scheduled_start) - way.seconds * 1000;
  if (leave - agenda.now() > LOOK_MS) agenda.at(agenda.now() + LOOK_MS, () => look(scene, member));
  else agenda.at(Math.max(leave, agenda.now() + MINUTE), () => drive(scene, member, next, way));
}

const byUrgency = (a: Job, b: Job): number =>
  Number(b.priority === "urgent") - Number(a.priority === "urgent") ||
  (a.scheduled_start ?? "~").localeCompare(b.scheduled_start ?? "~") ||
  a.id - b.id;

const spotOf = ({ service_latitude, service_longitude }: Job, { spot }: Member): Spot =>
  service_latitude === null || service_longitude === null
    ? spot
    : { latitude: service_latitude, longitude: service_longitude };

async function drive(scene: Scene, member: Member, job: Job, way: Way): Promise<void> {
  const { agenda, speed, tell } = scene;
  if (!(await report(member, job, "en_route"))) return soon(scene, member);
  if (way.metres > 0) tell(`${member.name} drives ${(way.metres / 1000).toFixed(1)} km to "${job.title}"`);
  const begun = agenda.now();
  const ms = way.seconds * 1000;
  // two reports a second of real time at most, and some of every way
  const step = way.legs.length === 0 ? ms + 1 : Math.min(Math.max(30_000, 2000 * speed), ms / 3 + 1);
  for (let at = step; at < ms; at += step) agenda.at(begun + at, () => reportPlace(scene, member, way, at / ms));
  agenda.at(begun + ms, () => arrive(scene, member, job));
}

async function reportPlace({ agenda }: Scene, member: Member, way: Way, part: number): Promise<void> {
  const { heading, speed, ...spot } = placeOn(way, part);
  member.spot = spot;
  const body = { ...spot, heading, speed, accuracy: 8, at: toInstant(agenda.now()) };
  await member.phone.send("POST /tech/dispatch/location", { body }); // one that is refused is one that nobody sees
}

async function arrive(scene: Scene, member: Member, job: Job): Promise<void> {
  const { agenda, random, tell } = scene;
  member.spot = spotOf(job, member);
  if (!(await report(member, job, "on_site"))) return soon(scene, member);
  const body = { ...member.spot, speed: 0, accuracy: 6, at: toInstant(agenda.now()) };
  await member.phone.send("POST /tech/dispatch/location", { body });
  tell(`${member.name} is at ${job.customer_name}'s`);
  const minutes = job.duration_minutes ?? plannedMinutes(job);
  const ends = agenda.now() + (4 + minutes * (0.6 + 0.5 * random())) * MINUTE;
  agenda.at(agenda.now() + (2 + 4 * random()) * MINUTE, async () => {
    if (await report(member, job, "in_progress")) agenda.at(ends, () => finish(scene, member, job));
    else soon(scene, member);
  });
}

const plannedMinutes = ({ scheduled_start, scheduled_end }: Job): number =>
  scheduled_start && scheduled_end ? (Date.parse(scheduled_end) - Date.parse(scheduled_start)) / MINUTE : 60;

async function finish(scene: Scene, member: Member, job: Job): Promise<void> {
  const { random, tell } = scene;
  const text = NOTES[Math.floor(random() * NOTES.length)] ?? NOTES[0];
  await member.phone.send(`POST /tech/dispatch/my-jobs/${job.id}/notes`, { body: { text } });
  if (await report(member, job, "completed")) tell(`${member.name} has finished "${job.title}"`);
  soon(scene, member);
}

const soon = (scene: Scene, member: Member): void =>
  scene.agenda.at(scene.agenda.now() + 2 * MINUTE, () => look(scene, member));

const Left = Board.pick({ jobs: true, backlog: true });

/** Leaves nothing half done: jobs that the day has made and nobody has finished are cancelled, others go back to before their technician set out. */
export async function tidyUp({ office, date, made }: Scene): Promise<void> {
  const { jobs, backlog } = await office.call(`GET /admin/dispatch/board?date=${date}`, Left);
  for (const job of [...jobs, ...backlog]) {
    if (job.status === "completed" || job.status === "cancelled") continue;
    const path = `PATCH /admin/dispatch/${job.id}`;
    if (made.has(job.id))
      await office.call(`${path}/cancel`, DispatchJob, { body: { reason: "The day of the demo is over" } });
    else
      for (let status: Job["status"] = job.status; UNDER_WAY.has(status); )
        ({ status } = await office.call(`${path}/step-back`, DispatchJob, {
          body: { reason: "The demo was stopped" },
        }));
  }
}
