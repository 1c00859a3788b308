import { expect, it } from "vitest";
import { plusDays } from "#/kernel/time.ts";
import { FIRST, worldIn } from "./support/agreement-world.ts";

// The worker of a day's run dies at each of its trips to the database in turn, before the trip or once it is committed: no call of it gets through any
// more. Another worker goes on when the lease is over.

const DAY = plusDays(FIRST, 60);

it("bills each period once and makes each visit's job once, wherever the run of a day is killed", async () => {
  const killed = new Error("killed");
  const dies = { at: Number.POSITIVE_INFINITY, isCommitted: false, trips: 0 };
  const world = worldIn("America/New_York", (answer) => {
    dies.trips++;
    if (dies.trips > dies.at || (dies.trips === dies.at && !dies.isCommitted)) throw killed;
    const answered = answer();
    if (dies.trips === dies.at) throw killed;
    return answered;
  });
  const live = async (at: number, isCommitted: boolean) => {
    Object.assign(dies, { at, isCommitted, trips: 0 });
    await world.run(world.at(DAY, "02:00")).catch(() => undefined);
    const { trips } = dies;
    dies.at = Number.POSITIVE_INFINITY;
    world.endLeases();
    await world.run(world.at(DAY, "02:01"));
    return { trips, ended: world.ended() };
  };
  await world.found();
  world.keep();
  const { trips, ended } = await live(Number.POSITIVE_INFINITY, false);
  expect(ended.periods.length).toBeGreaterThan(5);
  for (let at = 1; at <= trips; at++)
    for (const isCommitted of [false, true]) {
      world.reset();
      expect((await live(at, isCommitted)).ended, `trip ${at} ${isCommitted ? "after" : "before"} its commit`).toEqual(
        ended,
      );
    }
});
