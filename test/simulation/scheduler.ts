import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { realSetImmediate, undone } from "./globals.ts";
import type { Random } from "./random.ts";

// Everything that waits waits here: each call of a port is parked until the seed says that it goes on, and how it ends. So the same seed makes the
// same run, and between any two steps anything else can happen.

/** What runs a piece of work. When it dies, its calls are never answered. */
export type Isolate = { name: string; isDead: boolean; onDeath: () => void };

/** How a parked call ends: as it should; failed before or after it took effect; with the death of its isolate before or after; for queues: lost, or twice. */
export type Fate = "ok" | "fails before" | "fails after" | "dies before" | "dies after" | "is lost" | "comes twice";
export type Fates = Partial<Record<Fate, number>>;

type Parked = {
  port: string;
  what: string;
  isolate: Isolate;
  perform: () => unknown;
  error: () => Error;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
};
type Timer = { id: number; at: number; isolate: Isolate; run: () => void };

const running = new AsyncLocalStorage<Isolate>();
const outside: Isolate = { name: "outside", isDead: false, onDeath: () => undefined };
export const isolateNow = (): Isolate => running.getStore() ?? outside;

export type Scheduler = ReturnType<typeof openScheduler>;

export function openScheduler(random: Random, startAt: number) {
  let now = startAt;
  let steps = 0;
  let timerId = 0;
  const parked: Parked[] = [];
  const timers: Timer[] = [];
  const isolates = new Set<Isolate>();
  const trace: string[] = [];
  const hash = createHash("sha256");
  const fates = new Map<string, Fates>();

  const note = (line: string): void => {
    const whole = `${now - startAt} ${line}`;
    trace.push(whole);
    hash.update(`${whole}\n`);
  };

  /** The isolate's death: nothing of it goes on. */
  function kill(isolate: Isolate): void {
    if (isolate.isDead) return;
    isolate.isDead = true;
    isolates.delete(isolate);
    for (const list of [parked, timers] as { isolate: Isolate }[][])
      for (let i = list.length - 1; i >= 0; i--) if (list[i]?.isolate === isolate) list.splice(i, 1);
    isolate.onDeath();
  }

  function settle(call: Parked): void {
    const { port, what, isolate, perform, error, resolve, reject } = call;
    const fate = random.weighted<Fate>(fates.get(port) ?? { ok: 1 });
    note(`${isolate.name}: ${port} ${what}${fate === "ok" ? "" : ` ${fate}`}`);
    if (fate === "dies before") kill(isolate);
    else if (fate === "fails before") reject(error());
    if (fate === "dies before" || fate === "fails before") return;
    try {
      const answers = fate === "is lost" ? [undefined] : [perform(), ...(fate === "comes twice" ? [perform()] : [])];
      if (fate === "dies after") kill(isolate);
      else if (fate === "fails after") reject(error());
      else resolve(answers[0] as never); // of the type that the call was made with
    } catch (thrown) {
      reject(thrown);
    }
  }

  return {
    now: () => now,
    trace,
    note,
    hash: () => hash.copy().digest("hex").slice(0, 16),
    steps: () => steps,
    /** How calls of a port end from here on; without any, well. */
    setFates: (port: string, weights?: Fates) => void (weights ? fates.set(port, weights) : fates.delete(port)),

    /** A call of a port: parked until its turn. */
    call: <T>(port: string, what: string, perform: () => T, error: () => Error): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        const isolate = isolateNow();
        if (!isolate.isDead) parked.push({ port, what, isolate, perform, error, resolve, reject });
      }),

    setTimer(run: () => void, ms: number): number {
      const id = ++timerId;
      timers.push({ id, at: now + Math.max(Math.ceil(ms), 0), isolate: isolateNow(), run });
      return id;
    },
    clearTimer(id: unknown): void {
      const place = timers.findIndex((timer) => timer.id === id);
      if (place >= 0) timers.splice(place, 1);
    },

    /** Starts work in an isolate of its own. */
    start(name: string, work: () => Promise<void>, onDeath: () => void = () => undefined): Isolate {
      const isolate = { name, isDead: false, onDeath };
      isolates.add(isolate);
      note(`${name} starts`);
      void running.run(isolate, work);
      return isolate;
    },
    kill,
    killAll(): void {
      note("everything is killed");
      for (const isolate of [...isolates]) kill(isolate);
    },
    /** A piece of work is over; what it left in the background goes on. */
    over: (isolate: Isolate): void => {
      isolate.onDeath = () => undefined;
    },

    isIdle: () => parked.length === 0,
    parkedCount: () => parked.length,
    dueTimers: () => timers.filter(({ at }) => at <= now).length,
    nextTimer: () => timers.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY),

    /** Lets one parked call go on, whichever the seed takes. */
    async release(): Promise<void> {
      const [call] = parked.splice(random.below(parked.length), 1);
      if (call) settle(call);
      await quiet();
    },
    async fireTimer(): Promise<void> {
      const due = timers.filter(({ at }) => at <= now);
      const timer = random.pick(due);
      timers.splice(timers.indexOf(timer), 1);
      running.run(timer.isolate, timer.run);
      await quiet();
    },
    tick(ms: number): void {
      steps++;
      now += ms;
    },
    advanceTo(at: number): void {
      if (at > now) now = at;
    },
  };
}

/** Until nothing goes on by itself: what still goes on waits for a port. */
export async function quiet(): Promise<void> {
  do await new Promise<void>((resolve) => void realSetImmediate(resolve));
  while (undone() > 0);
}
