import { afterEach, expect, it } from "vitest";
import { api as toolApi } from "#/tools/api.ts";
import { liveDay } from "#/tools/live-day.ts";
import { placeOn, wayOf } from "#/tools/live-way.ts";
import { type Api, type Business, client, type Json, newBusiness, newTechnician } from "../support/client.ts";
import { releaseClock } from "../support/clock.ts";
import { testWorker } from "../support/test-worker.ts";

// The day of `npm run demo -- --day`, as fast as it goes. It moves the clock of this process' Worker.

afterEach(releaseClock);

const asUser = ({ headers }: Api) =>
  toolApi({ baseUrl: testWorker().url, headers: { ...headers, ...client().headers, ...only(headers) } });
const only = ({ authorization = "", "x-tenant-id": tenant = "" }: Record<string, string>) => ({
  authorization,
  "x-tenant-id": tenant,
});

async function crewOf(business: Business, n: number) {
  const crew = await Promise.all(Array.from({ length: n }, () => newTechnician(business, true)));
  return new Map(crew.map(({ id, api }) => [id, asUser(api)]));
}

it("leaves no job half done when it is stopped, and then lives the next day from the first call to the last note", async () => {
  const business = await newBusiness();
  const phones = await crewOf(business, 2);
  const office = asUser(business.api);
  const isReal = async () => !(await client().get("/dev/clock")).data.is_moved;
  const stopping = new AbortController();
  const say = (line: string) => void (line.includes(" drives ") && stopping.abort());
  const first = await liveDay({ office, phones, speed: 1e6, jobs: 4, say, signal: stopping.signal });
  expect(first).toMatchObject({ completed: 0, cancelled: first.made.length, underWay: 0, open: 0 });
  expect([first.made.length, await isReal()]).toEqual([4, true]);

  const told: string[] = [];
  const { date, ...ended } = await liveDay({ office, phones, speed: 1e6, jobs: 4, say: (line) => told.push(line) });
  expect(date > first.date).toBe(true);
  expect(ended).toMatchObject({ cancelled: 1, completed: ended.made.length - 1, underWay: 0, open: 0 });
  expect(await isReal()).toBe(true);
  for (const text of ["routes are optimised", " drives ", " is at ", "urgent call", "calls off", "calls it a day"])
    expect(told.join()).toContain(text);

  const { jobs, technicians } = (await business.api.get(`/admin/dispatch/board?date=${date}`)).data;
  const done = jobs.find(({ status }: Json) => status === "completed");
  expect([done.acknowledged_at, done.on_site_at, done.completed_at].map((at) => at.slice(0, 10))).toEqual([
    ...[date, date, date],
  ]);
  expect((await business.api.get(`/admin/dispatch/${done.id}/notes`)).data.items).toHaveLength(1);
  expect(technicians.every(({ position }: Json) => position.at.startsWith(date))).toBe(true);
});

it("drives along streets: from corner to corner, as far as the way is long, facing where it goes", () => {
  const [from, to] = [
    { latitude: 27.9, longitude: -82.5 },
    { latitude: 28.0, longitude: -82.4 },
  ];
  const way = wayOf(from, to, 0.5);
  expect(way.metres / 1000).toBeCloseTo(20.97, 1);
  expect(placeOn(way, 0)).toMatchObject({ ...from, heading: 90 });
  expect(placeOn(way, 0.5)).toMatchObject({ longitude: expect.closeTo(-82.45), heading: 0 });
  const end = placeOn(way, 1);
  expect([end.latitude, end.longitude]).toEqual([expect.closeTo(28), expect.closeTo(-82.4)]);
  expect(end.speed).toBeGreaterThan(8);
});
