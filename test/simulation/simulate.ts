import { runCron } from "#/cron/index.ts";
import { domainJobs } from "#/domains.ts";
import { eventCatalogue } from "#/events.ts";
import { payrollSources } from "#/payroll-sources.ts";
import { addTargets, foundBusiness } from "./base.ts";
import { enter, say, wallClock } from "./globals.ts";
import { execution } from "./queues.ts";
import { randomOf } from "./random.ts";
import { type SabotageName, sabotages } from "./sabotage.ts";
import { openScheduler, quiet } from "./scheduler.ts";
import { type Result, runSeed } from "./seed.ts";
import { openSqlite } from "./sqlite-d1.ts";
import { type Databases, openWorld, type World } from "./world.ts";

/** When runs begin: an ordinary morning, before the daily tasks, in the night that has no two o'clock, in the one that has it twice, at a month's end. */
const STARTS = [
  "2026-03-18T14:00:00Z",
  "2026-03-19T05:58:30Z",
  "2026-03-08T06:58:00Z",
  "2026-11-01T05:57:00Z",
  "2026-02-01T04:58:30Z",
].map((text) => Date.parse(text));

type Setting = { databases: Databases; startAt: number };
/** What is there when a run begins is older. */
const AGE_MS = 3600_000;

/** A business in databases of its own, for each time at which runs begin, with all that the days before have left to do done. */
async function found(startAt: number): Promise<Setting> {
  const databases = { control: openSqlite("control"), shard: openSqlite("tenant") };
  const random = randomOf(startAt / 1000);
  const scheduler = openScheduler(random, startAt - AGE_MS);
  const world = openWorld(random, scheduler, databases, { onWrite: () => undefined });
  enter({ random, scheduler, fetch: world.receivers.receive as typeof fetch });
  const done = async (work: (world: World) => Promise<void>): Promise<void> => {
    let failed: unknown;
    scheduler.start("founding", () =>
      work(world).catch((error: unknown) => {
        failed = error;
      }),
    );
    for (await quiet(); !scheduler.isIdle() || world.queues.canDeliver(); await quiet())
      if (scheduler.isIdle()) world.queues.deliver({ isCalm: true });
      else await scheduler.release();
    if (failed) throw failed;
  };
  await done(foundBusiness);
  await done(async ({ env }) => {
    await runCron({ cron: "* * * * *", scheduledTime: scheduler.now(), noRetry: () => undefined }, env, execution);
  });
  scheduler.tick(1000);
  await done(addTargets);
  enter(undefined);
  for (const database of Object.values(databases)) database.keep();
  return { databases, startAt };
}

type Options = { from: number; seeds: number; isTraced: boolean };

/** What the code loads when it first needs it: the scheduler does not see that, so a run in which it happened would not go the same way again. */
const loaded = () =>
  Promise.all([
    domainJobs(),
    eventCatalogue(),
    payrollSources(),
    import("#/domains/forms/required-repo.ts"),
    import("cloudflare:sockets"),
  ]);

async function settings(): Promise<(seed: number) => Setting> {
  await loaded();
  const all: Setting[] = [];
  for (const startAt of STARTS) all.push(await found(startAt));
  return (seed) => all[seed % all.length] as Setting;
}

/** Runs seeds one after the other; stops at the first that goes wrong, and tells how it went. Answers whether all went well. */
export async function simulate({ from, seeds, isTraced }: Options): Promise<boolean> {
  const settingOf = await settings();
  const [begun, before] = [wallClock(), process.cpuUsage()];
  let steps = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    const { databases, startAt } = settingOf(seed);
    const result = await runSeed(seed, databases, startAt);
    steps += result.steps;
    if (isTraced) say([...result.trace, `seed ${seed}: trace ${result.hash}`].join("\n"));
    if (result.problems.length > 0) {
      tell(result, isTraced);
      return false;
    }
    if ((seed - from + 1) % 5000 === 0) say(`${seed - from + 1} seeds are well`);
  }
  const seconds = (wallClock() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1000 / seeds;
  say(
    `${seeds} seeds from ${from} are well: ${steps} steps in ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} ms of CPU a seed`,
  );
  return true;
}

/** Takes one mechanism after the other away. Answers whether the oracle has found each within a number of seeds. */
export async function provesItself(seeds: number): Promise<boolean> {
  const settingOf = await settings();
  let areAllFound = true;
  for (const sabotage of Object.keys(sabotages) as SabotageName[]) {
    let problem: string | undefined;
    let seed = 0;
    while (problem === undefined && ++seed <= seeds) {
      const { databases, startAt } = settingOf(seed);
      [problem] = (await runSeed(seed, databases, startAt, sabotage)).problems;
    }
    say(problem === undefined ? `${sabotage}: NOT FOUND` : `${sabotage}: found in seed ${seed}: ${problem}`);
    areAllFound &&= problem !== undefined;
  }
  return areAllFound;
}

function tell({ seed, problems, trace, hash, log }: Result, isTraced: boolean): void {
  if (!isTraced) say(trace.join("\n"));
  for (const line of log.slice(-20)) say(line.slice(0, 500));
  say(`\nseed ${seed} (trace ${hash}) went wrong:`);
  for (const problem of problems) say(`  ${problem}`);
  say(`Again: npm run simulate -- --seed ${seed} --trace`);
}
