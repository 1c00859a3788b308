import { z } from "zod";
import { Clock } from "#/development/schemas.ts";
import { Board } from "#/domains/dispatch/schemas.ts";
import { LastPositions } from "#/domains/dispatch/stream-schemas.ts";
import {
  type Instant,
  type LocalDate,
  localDateOf,
  localTime,
  localTimeOf,
  plusDays,
  toInstant,
} from "#/kernel/time.ts";
import { openAgenda } from "./live-agenda.ts";
import { type Member, tidyUp, work } from "./live-crew.ts";
import { lookAfter, openMorning } from "./live-office.ts";
import type { Scene, User } from "./live-scene.ts";
import { randomFrom } from "./random.ts";

export type LiveDay = {
  office: User;
  /** What technicians send, by their ids. */
  phones: ReadonlyMap<number, User>;
  /** How many times faster than real the day passes. */
  speed: number;
  /** With how many jobs the day begins: as many customers call as are lacking, and some more. */
  jobs?: number;
  say: (line: string) => void;
  /** Ends the day before its time, and leaves no job half done. */
  signal?: AbortSignal;
};

const OPENS = "06:30";
const DAYS_AHEAD = 10;
const FEWEST_CALLS = 4;
const MyBoard = Board.pick({ date: true, timezone: true, jobs: true, backlog: true, technicians: true });

/**
 * Lives a whole day of a business on a developer's server, whose clock it moves: customers call, routes are optimised, technicians drive and
 * work, and the day goes otherwise than planned. It is the next day with a shift that nobody has lived yet. Afterwards the clock is let go.
 */
export async function liveDay({
  office,
  phones,
  speed,
  jobs = 18,
  say,
  signal = new AbortController().signal,
}: LiveDay) {
  const clock = await office.call("GET /dev/clock", Clock);
  const date = await nextWorkday(office, clock.now as Instant);
  const board = await boardOf(office, date);
  const time = (local: string) => Date.parse(localTime(date, local, board.timezone));
  const moveClock = (now: number) => office.call("POST /dev/clock", z.unknown(), { body: { now: toInstant(now) } });
  const agenda = openAgenda(time(OPENS), speed, moveClock);
  const names = new Map(board.technicians.map(({ id, name }) => [id, name]));
  const scene: Scene = {
    ...{ office, agenda, date, speed, time, timezone: board.timezone, closes: time("18:00") },
    random: randomFrom(Date.parse(date) / 86_400_000),
    made: new Set(),
    tell: (text) => say(`  ${localTimeOf(toInstant(agenda.now()), board.timezone).slice(0, 5)}  ${text}`),
    nameOf: (id) => (id === null ? "nobody" : (names.get(id) ?? `technician ${id}`)),
  };
  const crew = board.technicians.flatMap((technician) => {
    const phone = phones.get(technician.id);
    return phone ? [memberOf(phone, technician)] : [];
  });
  say(`${date}: ${crew.length} technicians, ${board.jobs.length} jobs planned so far`);
  try {
    openMorning(scene, Math.max(jobs - board.jobs.length, FEWEST_CALLS));
    for (const member of crew) work(scene, member);
    lookAfter(scene);
    await agenda.live(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    say("Stopped: jobs of this day that nobody has finished are cancelled ...");
  } finally {
    const released = async () => void (await office.call("DELETE /dev/clock", z.unknown()));
    await tidyUp(scene).then(released, async (error: unknown) => {
      await released();
      throw error;
    });
  }
  return summaryOf(await boardOf(office, date), scene);
}

const boardOf = (office: User, date: LocalDate) => office.call(`GET /admin/dispatch/board?date=${date}`, MyBoard);
type DayBoard = Awaited<ReturnType<typeof boardOf>>;

/** The first day with a shift that has not begun, neither by the clock nor by what the technicians have reported. */
async function nextWorkday(office: User, now: Instant): Promise<LocalDate> {
  const { technicians } = await office.call("GET /admin/dispatch/positions", LastPositions);
  const last = [now, ...technicians.flatMap(({ position }) => position?.at ?? [])].toSorted().at(-1) ?? now;
  const { timezone } = await boardOf(office, localDateOf(now, "UTC"));
  const today = localDateOf(toInstant(last), timezone);
  const isOver = last > localTime(today, OPENS, timezone);
  for (let days = isOver ? 1 : 0; days < DAYS_AHEAD; days++) {
    const date = plusDays(today, days);
    const { technicians: crew } = await boardOf(office, date);
    if (crew.some(({ shifts }) => shifts.length > 0)) return date;
  }
  throw new Error(`No technician has a shift within ${DAYS_AHEAD} days.`);
}

/** Where nobody has reported a place, the day begins in the middle of the town. */
const TOWN = { latitude: 27.9506, longitude: -82.4572 };

function memberOf(phone: User, { id, name, shifts: [shift], position }: DayBoard["technicians"][number]): Member {
  const { latitude, longitude } = position ?? TOWN;
  const begins = shift ? Date.parse(shift.starts_at) : null;
  return { id, name, phone, spot: { latitude, longitude }, begins };
}

/** What has become of the day. */
function summaryOf({ date, jobs }: DayBoard, { made }: Scene) {
  const count = (...statuses: string[]) => jobs.filter(({ status }) => statuses.includes(status)).length;
  return {
    date,
    made: [...made],
    completed: count("completed"),
    cancelled: count("cancelled"),
    underWay: count("en_route", "on_site", "in_progress"),
    open: count("pending", "dispatched", "acknowledged", "on_hold"),
  };
}
