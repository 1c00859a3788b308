import { runCron } from "#/cron/index.ts";
import { forgetTenant } from "#/db/directory.ts";
import { newId } from "#/kernel/ids.ts";
import { brokenRulesNow } from "../support/invariants.ts";
import { HOSTS, RIVAL, TENANT } from "./base.ts";
import { type Call, openClients } from "./clients.ts";
import { enter, logged, randomFetches } from "./globals.ts";
import { networkAlphabet } from "./network.ts";
import { brokenNetworkRules } from "./network-rules.ts";
import { alphabet, type Known } from "./operations.ts";
import { execution } from "./queues.ts";
import { type Random, randomOf } from "./random.ts";
import { isAtRest, nextDue } from "./rest.ts";
import type { SabotageName } from "./sabotage.ts";
import { type Fates, openScheduler, quiet, type Scheduler } from "./scheduler.ts";
import { type Bound, tablesOf } from "./sqlite-d1.ts";
import { verdict } from "./verdict.ts";
import { type Databases, openWorld, type World } from "./world.ts";

// One seed: a time of trouble, in which everything may fail that the ports can do to the code, then a time of calm, after which all must be well.

export type Result = {
  seed: number;
  problems: string[];
  trace: string[];
  hash: string;
  steps: number;
  log: readonly string[];
};

const MINUTE_MS = 60_000;
/** A seed that has not come to rest by then never will. */
const MOST_STEPS = 15_000;
const MOST_MINUTES = 1000;
/** The part of the seeds in which referrals come. */
const NETWORK_SHARE = 0.2;
const tables = tablesOf("tenant");
/** What fees follow. */
const OF_MONEY: ReadonlySet<string> = new Set(["pay", "refund", "void"]);
const ALWAYS: ReadonlySet<string> = new Set(["record", "create", "refer", "accept", "work"]);

/** What may go wrong in this seed, and how often: another part of it in each, so that rare things meet often in some. */
function trouble(random: Random): Partial<Record<string, Fates>> {
  const some = (weight: number) => (random.chance(0.5) ? random.next() * weight : 0);
  const dies = some(0.03);
  const call = (): Fates => ({
    ok: 1,
    ...{ "fails before": some(0.15), "fails after": some(0.15), "dies before": dies, "dies after": dies },
  });
  return {
    shard: call(),
    control: call(),
    board: call(),
    queue: { ...call(), "is lost": some(0.3), "comes twice": some(0.3) },
    http: { ok: 1, "fails before": some(0.2), "fails after": some(0.2), "dies before": dies, "dies after": dies },
  };
}

function moods(random: Random, { receivers, gone }: World): void {
  for (const host of Object.values(HOSTS)) {
    const some = (weight: number) => (random.chance(0.4) ? random.next() * weight : 0);
    const isGone = random.chance(0.05);
    if (isGone) gone.add(host);
    receivers.setMood(host, {
      ...{ "200": 1, "500": some(1), "503": some(0.5), "301": some(0.2), hangs: some(0.3), "hangs up": some(0.5) },
      ...{ "is away": some(0.5), "410": isGone ? 0.3 : 0 },
    });
  }
}

export async function runSeed(
  seed: number,
  databases: Databases,
  startAt: number,
  sabotage?: SabotageName,
): Promise<Result> {
  const random = randomOf(seed);
  const scheduler = openScheduler(random, startAt);
  const problems: string[] = [];
  const written = new Set<string>();
  const changed = new Set<string>();
  let isJudged = false;
  const onWrite = (database: string, statements: readonly Bound[]) => {
    written.add(database);
    if (database === "shard")
      for (const { sql } of statements) for (const table of tables(sql).written) changed.add(table);
  };
  /** A rule that held goes on to hold as long as nothing writes to what it reads; the first time, all are asked. */
  const mayBreak = (rule: string) => !isJudged || !changed.isDisjointFrom(tables(rule).read);
  const world = openWorld(random, scheduler, databases, { onWrite, sabotage });
  enter({ random, scheduler, fetch: world.receivers.receive as typeof fetch });
  try {
    for (const before = randomFetches(); randomFetches() === before; ) newId("x"); // what is left of the bytes of another seed
    databases.shard.reset();
    databases.control.reset();
    for (const id of [TENANT, RIVAL]) forgetTenant(id);
    world.firstSeq =
      world.rows<{ n: number }>("select last_id n from sequences where tenant_id = ? and entity = 'event'", TENANT)[0]
        ?.n ?? 0;
    world.board.startAt(world.firstSeq);
    const judge = (): void => {
      if (written.has("shard")) {
        problems.push(...brokenRulesNow(world.rows, TENANT, mayBreak));
        isJudged = true;
      }
      if (written.has("control")) problems.push(...brokenNetworkRules(world));
      for (const noted of [written, changed]) noted.clear();
    };
    const calls = await live(random, scheduler, world, {
      problems,
      judge,
      hasCron: sabotage !== "the cron does not ring",
    });
    if (problems.length === 0) problems.push(...verdict(world, calls));
  } catch (error) {
    problems.push(`the simulation itself failed: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    enter(undefined);
  }
  return {
    ...{ seed, problems: [...new Set(problems)], trace: scheduler.trace },
    ...{ hash: scheduler.hash(), steps: scheduler.steps(), log: [...logged] },
  };
}

/** Lets clients, queues and crons live through trouble and then through calm, until all is at rest. Answers what the clients were told. */
async function live(
  random: Random,
  scheduler: Scheduler,
  world: World,
  { problems, judge, hasCron }: { problems: string[]; judge: () => void; hasCron: boolean },
): Promise<readonly Call[]> {
  const clients = openClients(random, scheduler, world, problems);
  world.setFates(trouble(random));
  moods(random, world);
  const hasNetwork = random.chance(NETWORK_SHARE);
  const acts = hasNetwork ? { ...alphabet, ...networkAlphabet(world) } : alphabet;
  const letters = Object.keys(acts).filter((name) => ALWAYS.has(name) || random.chance(0.7));
  const weightOf = (name: string): number =>
    (acts[name]?.weight ?? 0) / (hasNetwork && name in alphabet && !OF_MONEY.has(name) ? 6 : 1);
  const weights = Object.fromEntries(letters.map((name) => [name, weightOf(name)]));
  let left = hasNetwork ? 14 + random.below(12) : 3 + random.below(12);
  /** Referrals need their time, until they are offered and accepted. */
  const haste = hasNetwork ? random.pick([0.05, 0.2, 2]) : 2;
  const atOnce = 1 + random.below(5);
  const dies = random.chance(0.3) ? 0.01 : 0;
  let nextMinute = scheduler.now() + MINUTE_MS - (scheduler.now() % MINUTE_MS);
  let isCalm = false;

  const cron = (expression: string) =>
    scheduler.start(`cron ${expression}`, () =>
      runCron({ cron: expression, scheduledTime: scheduler.now(), noRetry: () => undefined }, world.env, execution),
    );
  const step = async (): Promise<boolean> => {
    const choices = {
      release: scheduler.isIdle() ? 0 : 4 + scheduler.parkedCount(),
      timer: scheduler.dueTimers() > 0 ? 4 : 0,
      deliver: world.queues.canDeliver() ? 3 : 0,
      begin: left > 0 && clients.underWay() < atOnce ? haste : 0,
      send: clients.canSend() ? 3 : 0,
      die: isCalm ? 0 : dies,
    };
    if (Object.values(choices).every((weight) => weight === 0)) return false;
    const choice = random.weighted(choices);
    if (choice === "release") await scheduler.release();
    else if (choice === "timer") await scheduler.fireTimer();
    else if (choice === "deliver") world.queues.deliver({ isCalm });
    else if (choice === "send") clients.send();
    else if (choice === "die") scheduler.killAll();
    else {
      const make = acts[random.weighted(weights)]?.make;
      const operation = make?.(random, knownTo(clients.calls), scheduler.now());
      if (operation) clients.add(operation);
      left -= operation || !hasNetwork ? 1 : 0.1;
    }
    if (choice !== "release" && choice !== "timer") await quiet();
    scheduler.tick(1 + random.below(isCalm ? 5 : 60));
    judge();
    return true;
  };
  /** Time goes on to what comes next; each minute has its cron, which may be missed, late, or doubled. */
  const pass = (): void => {
    const next = Math.min(nextMinute, scheduler.nextTimer(), world.queues.nextAt(), clients.nextAt());
    scheduler.advanceTo(next);
  };
  const ring = (): void => {
    if (scheduler.now() < nextMinute) return;
    nextMinute = scheduler.now() + MINUTE_MS - (scheduler.now() % MINUTE_MS);
    const times = !hasCron ? 0 : isCalm ? 1 : random.pick([0, 1, 1, 1, 2]);
    for (let n = 0; n < times; n++) cron("* * * * *");
    if (hasCron && !isCalm && random.chance(0.05)) cron("17 * * * *");
  };

  let turns = 0;
  while (problems.length === 0 && scheduler.steps() < MOST_STEPS && (left > 0 || !clients.isDone())) {
    ring();
    if (!(await step())) pass();
    if (++turns > 3 * MOST_STEPS) return gaveUp("nothing goes on");
    if (scheduler.steps() > MOST_STEPS / 6 && !isCalm) becomeCalm();
  }
  becomeCalm();
  for (let minute = 0; problems.length === 0 && minute < MOST_MINUTES && scheduler.steps() < MOST_STEPS; ) {
    if (await step()) continue;
    if (++turns > 3 * MOST_STEPS) return gaveUp("nothing goes on");
    if (scheduler.nextTimer() < nextMinute || world.queues.nextAt() < nextMinute) pass();
    else if (minute > 0 && isAtRest(world)) return clients.calls;
    else {
      minute++;
      scheduler.advanceTo(Math.max(nextMinute, nextDue(world)));
      ring();
      await quiet();
    }
  }
  return problems.length === 0 ? gaveUp("it never came to rest") : clients.calls;

  function gaveUp(problem: string): readonly Call[] {
    problems.push(problem);
    return clients.calls;
  }

  function becomeCalm(): void {
    if (isCalm) return;
    isCalm = true;
    scheduler.note("calm");
    world.setFates();
    for (const host of Object.values(HOSTS)) world.receivers.setMood(host);
    clients.calm();
  }
}

/** What clients can know: the answers that they have got. */
function knownTo(
  calls: readonly { of: { kind: string; id: number } | undefined; success: string | undefined }[],
): Known {
  const known: Known = { sales: [], jobs: [] };
  const jobs = new Map<number, Known["jobs"][number] & { version: number }>();
  for (const { of, success } of calls) {
    if (!of || success === undefined) continue;
    const row = JSON.parse(success) as { id: number; status: string; technicianId: number | null; version: number };
    if (of.kind === "sale" && of.id === 0) known.sales.push(row.id);
    if (of.kind === "job" && row.version > (jobs.get(row.id)?.version ?? 0)) jobs.set(row.id, row);
  }
  known.jobs = [...jobs.values()];
  return known;
}
