import { expect, it } from "vitest";
import { cancelAgreement } from "#/domains/agreements/actions/cancel-agreement.ts";
import { resumeAgreement, suspendAgreement } from "#/domains/agreements/actions/suspend-agreement.ts";
import { continueRun } from "#/domains/agreements/run.ts";
import { plusDays, plusSeconds, toInstant } from "#/kernel/time.ts";
import { FIRST, type World, worldIn } from "./support/agreement-world.ts";

// Three years of agreements, day by day by the daily job itself, in the database of the simulation. A reference lives them without faults; in each of
// four time zones the crons are skipped, doubled and late, and two workers run the same day. What is there in the end must be the same, row by row.

const DAYS = Number(process.env.AGREEMENT_DAYS ?? 3 * 365 + 1);
/** mulberry32: the same numbers in every run. */
function dice(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the office does on its days. */
async function office({ at }: World, n: number): Promise<void> {
  const day = plusDays(FIRST, n);
  if (n === 100) await suspendAgreement(at(day), { id: 1, reason: null });
  if (n === 170) await resumeAgreement(at(day), { id: 1, extend: true });
  if (n === 200) await suspendAgreement(at(day), { id: 5, reason: null });
  if (n === 260) await resumeAgreement(at(day), { id: 5, extend: false });
  if (n === 500) await cancelAgreement(at(day), { id: 5, effective: "period_end", refund: "none", reason: null });
}

async function live(world: World, faults?: () => number): Promise<ReturnType<World["ended"]>> {
  await world.found();
  let silent = 0;
  for (let n = 0; n < DAYS; n++) {
    const day = plusDays(FIRST, n);
    const isLast = n === DAYS - 1;
    const dies = faults && !isLast ? faults() : 1;
    if (silent > 0 && !isLast) silent--;
    else if (dies < 0.03)
      silent = Math.floor((faults?.() ?? 0) * 20); // nothing runs for up to twenty days: visits are scheduled thirty days ahead
    else if (dies >= (faults ? 0.8 : 0.4)) await world.run(world.at(day, faults && faults() < 0.3 ? "23:59" : "02:00"));
    if (faults && dies > 0.97) {
      await Promise.all([world.run(world.at(day, "03:00")), continueRun(world.at(day, "03:01"), day)]);
      await continueRun({ ...world.at(day), now: plusSeconds(toInstant(world.at(day).now), 1) }, day);
    }
    await office(world, n);
  }
  return world.ended();
}

it("ends three years of agreements with the same rows, whichever crons were skipped, doubled or late, in four time zones", async () => {
  const expected = await live(worldIn("America/New_York"));
  expect(expected.periods.length).toBeGreaterThan(60);
  expect(expected.visits.length).toBeGreaterThan(25);
  for (const [i, zone] of ["Asia/Kolkata", "America/Phoenix", "America/New_York", "Europe/Berlin"].entries())
    expect(await live(worldIn(zone), dice(20_260_131 + i)), zone).toEqual(expected);
});
