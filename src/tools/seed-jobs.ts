import { z } from "zod";
import { DispatchJob } from "#/domains/dispatch/index.ts";
import { dayBounds, type Instant, localDateOf, plusDays, plusSeconds, toInstant } from "#/kernel/time.ts";
import type { Api } from "./api.ts";
import { callOf, customerOf, PLACES, TECHNICIANS } from "./demo-data.ts";

// The jobs of the demo business, in the week around today.

export const ZONE = "America/New_York";
const AT_ONCE = 8;

export type Crew = { id: number; phone: Api }[];

/** The status reports that bring a job to each stage; undefined if the job has no technician. */
const STAGES = {
  pending: undefined,
  dispatched: [],
  acknowledged: ["acknowledged"],
  en_route: ["acknowledged", "en_route"],
  on_site: ["acknowledged", "en_route", "on_site"],
  in_progress: ["acknowledged", "en_route", "on_site", "in_progress"],
  completed: ["acknowledged", "en_route", "on_site", "in_progress", "completed"],
} as const;
type Stage = keyof typeof STAGES;

/** Start hours: each technician has four visits a day. Today's second visit is the current one. */
const STARTS = [8, 10.5, 13, 15.5];
const NOW: readonly Stage[] = ["in_progress", "on_site", "en_route", "acknowledged", "completed"];
const DAYS = [-3, -2, -1, 0, 1, 2, 3];

function stageOf(day: number, slot: number, technician: number): Stage {
  if (day < 0) return "completed";
  if (day > 0) return slot === 3 ? "pending" : "dispatched";
  if (slot === 0) return "completed";
  return slot === 1 ? (NOW[technician] ?? "dispatched") : "dispatched";
}

/** When each status of a past visit was reported, in minutes from its planned start; some are later, a few after the arrival window. */
const LIVED: Record<string, number> = { acknowledged: -50, en_route: -25, on_site: -2, in_progress: 4, completed: 95 };

/** Creates jobs for all 40 customers in the week around today: some without a technician, two without a time. */
export async function seedJobs(office: Api, technicians: Crew): Promise<void> {
  const planned = plan().map((visit, place) => ({ ...visit, place }));
  const isOn = (day: number) => (visit: Visit) =>
    visit.start !== undefined && hoursAfter(day, visit.start) >= 0 && hoursAfter(day + 1, visit.start) < 0;
  // each past day is lived on that day, by the clock of the development server
  const moveClock = (now: Instant) => office.call("POST /dev/clock", z.unknown(), { body: { now } });
  for (const day of DAYS.filter((one) => one < 0)) {
    await moveClock(at(day, 6));
    const jobs = await create(office, planned.filter(isOn(day)));
    await eachOf(jobs, (job) => assign(office, technicians, job));
    await moveClock(at(day, 20));
    await eachOf(jobs, (job) => report(technicians, job, true));
  }
  await office.call("DELETE /dev/clock", z.unknown());
  const rest = planned.filter(({ start }) => start === undefined || hoursAfter(0, start) >= 0);
  await eachOf(await create(office, rest), async (job) => {
    if (STAGES[job.stage]) await assign(office, technicians, job);
    await report(technicians, job, false);
  });
  for (const [i, { phone }] of technicians.entries()) {
    const { latitude, longitude } = pick(PLACES, i * 2);
    const body = { latitude, longitude, speed: i % 2 ? 38 : 0, heading: i * 70 };
    await phone.call("POST /tech/dispatch/location", z.unknown(), { body });
  }
}

type Job = Visit & { id: number; place: number };

async function create(office: Api, visits: readonly (Visit & { place: number })[]): Promise<Job[]> {
  const jobs: Job[] = [];
  for (const visit of visits) {
    const { start, place } = visit;
    const times = start && {
      scheduled_start: start,
      scheduled_end: plusSeconds(start, 2 * 3600),
      arrival_window_start: plusSeconds(start, -15 * 60),
      arrival_window_end: plusSeconds(start, 15 * 60),
    };
    const { id } = await office.call("POST /admin/dispatch", DispatchJob, { body: { ...callOf(place), ...times } });
    jobs.push({ ...visit, id });
  }
  return jobs;
}

const assign = (office: Api, technicians: Crew, { id, technician }: Job) =>
  office.call(`PATCH /admin/dispatch/${id}/assign`, DispatchJob, {
    body: { technician_id: pick(technicians, technician).id },
  });

/** Brings a job to its stage, now or at the times that fit its plan. */
async function report(
  technicians: Crew,
  { id, stage, technician, start, place }: Job,
  isLived: boolean,
): Promise<void> {
  const { latitude, longitude } = customerOf(place);
  for (const status of STAGES[stage] ?? []) {
    const lived = isLived && start && plusSeconds(start, ((LIVED[status] ?? 0) + ((place * 7) % 11) * 2) * 60);
    await pick(technicians, technician).phone.call(`PATCH /tech/dispatch/my-jobs/${id}/status`, DispatchJob, {
      body: { status, latitude, longitude, ...(lived && { occurred_at: lived }) },
    });
  }
}

/** An hour of a day of the business, counted from today. */
const at = (day: number, hour: number): Instant =>
  plusSeconds(dayBounds(plusDays(localDateOf(toInstant(Date.now()), ZONE), day), ZONE).start, hour * 3600);
const hoursAfter = (day: number, moment: Instant): number => (Date.parse(moment) - Date.parse(at(day, 0))) / 3_600_000;

type Visit = { start?: Instant; stage: Stage; technician: number };

/** The visits of all technicians: all four today, every other one on the other days. */
function plan(): Visit[] {
  const visits = DAYS.flatMap((day) =>
    STARTS.flatMap((hour, slot) =>
      TECHNICIANS.map((_, technician) => ({
        start: at(day, hour),
        stage: stageOf(day, slot, technician),
        technician,
      })).filter((_, technician) => day === 0 || (technician + slot) % 2 === 0),
    ),
  );
  const unassigned = [9, 14].map((hour) => ({ start: at(0, hour), stage: "pending" as const, technician: 0 }));
  const withoutTime = [0, 1].map(() => ({ stage: "pending" as const, technician: 0 }));
  return [...visits, ...unassigned, ...withoutTime];
}

/** Runs `work` for all items, 8 at a time. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

export function pick<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`nothing at ${index} of ${items.length}`);
  return item;
}
