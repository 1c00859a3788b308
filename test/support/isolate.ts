import { runCron } from "#/cron/index.ts";
import { keepClock } from "#/db/moved-clock.ts";
import { clockOffset } from "#/kernel/clock.ts";
import { consume } from "#/queues/index.ts";
import { batch } from "./back-door.ts";
import { envOf } from "./deadly.ts";
import { testSecrets, testVars } from "./settings.ts";

// A further isolate of the Worker, in this process, on the databases of the running one. Its queues are lists, so a test decides what is delivered,
// when, how often and in which order; and it can die at any of its trips to a database.

type Body = { tenantId?: string };
type Sent = Record<"events" | "webhooks" | "mail" | "tasks", Body[]>;

const bindings = { EVENTS: "events", WEBHOOKS: "webhooks", MAIL: "mail", TASKS: "tasks" } as const;

export type Isolate = ReturnType<typeof openIsolate>;

/** Works for one business only: what its crons find of others is left to the running Worker. */
export function openIsolate({ tenantId }: { tenantId: string }) {
  const sent: Sent = { events: [], webhooks: [], mail: [], tasks: [] };
  let tripsLeft = Number.POSITIVE_INFINITY;
  let queuesFail = false;
  let background: Promise<unknown>[] = [];

  const put = (queue: keyof Sent, bodies: unknown[]): Promise<void> => {
    if (queuesFail) return Promise.reject(new Error("Queue send failed"));
    if (tripsLeft >= 0) sent[queue].push(...(bodies as Body[]).filter((body) => body.tenantId === tenantId));
    return Promise.resolve();
  };
  const queues = Object.entries(bindings).map(([name, queue]) => [
    name,
    {
      send: (body: unknown) => put(queue, [body]),
      sendBatch: (list: { body: unknown }[]) =>
        put(
          queue,
          list.map(({ body }) => body),
        ),
    },
  ]);
  const trip: Parameters<typeof envOf>[0] = async (database, statements) => {
    tripsLeft -= 1;
    if (tripsLeft < 0) throw new Error("the isolate is dead");
    return await batch(database, statements);
  };
  const env = {
    ...testVars,
    ...testSecrets,
    ...envOf(trip),
    ...Object.fromEntries(queues),
    LOG_REQUESTS: "off",
    PUBLIC_URL: "https://api.truckroll.example",
  };
  const execution = {
    waitUntil: (work: Promise<unknown>) => void background.push(work),
  } as unknown as ExecutionContext;
  const atRest = async (): Promise<void> => {
    for (let left = background; left.length > 0; left = background) {
      background = [];
      await Promise.allSettled(left);
    }
  };

  return {
    env: env as unknown as Cloudflare.Env, // what consumers and crons use of it
    sent,
    /** From now on calls of its queues fail, or do not. */
    failQueues: (fails: boolean): void => {
      queuesFail = fails;
    },
    /** It dies at the trip after this number; then nothing of it comes through. */
    dieAfter: (trips: number): void => {
      tripsLeft = trips;
    },
    hasDied: () => tripsLeft < 0,
    /** Hands a batch to the consumer of a queue, and waits for all that it causes. Answers how each message was settled. */
    async consume(queue: keyof Sent, bodies: readonly unknown[]): Promise<("ack" | "retry")[]> {
      const settled: ("ack" | "retry")[] = [];
      const messages = bodies.map((body, i) => ({
        ...{ id: `message-${i}`, timestamp: new Date(), body, attempts: 1 },
        ack: () => {
          settled[i] = "ack";
        },
        retry: () => {
          settled[i] = "retry";
        },
      }));
      await consume({ queue, messages } as unknown as MessageBatch, this.env, execution);
      await atRest();
      return settled;
    },
    async minute(): Promise<void> {
      await runCron({ cron: "* * * * *", scheduledTime: Date.now(), noRetry: () => undefined }, this.env, execution);
      await atRest();
    },
    /** Delivers what its queues hold until they are empty. */
    async drain(): Promise<void> {
      for (let isMore = true; isMore; ) {
        isMore = false;
        for (const queue of Object.keys(sent) as (keyof Sent)[]) {
          const bodies = sent[queue].splice(0);
          if (bodies.length === 0) continue;
          isMore = true;
          await this.consume(queue, bodies);
        }
      }
    },
    /** The clock of this process goes on by these seconds. */
    later: (seconds: number) => keepClock(asEnv(env), clockOffset() + seconds * 1000),
    /** The clock of this process is the real one again. */
    releaseClock: () => keepClock(asEnv(env), 0),
  };
}
const asEnv = (env: unknown) => env as Cloudflare.Env;

/** Lets time go by, minute after minute, until a condition holds. */
export async function untilAtRest(isolate: Isolate, isDone: () => Promise<boolean>): Promise<void> {
  for (let minute = 0; minute < 20; minute++) {
    await isolate.drain();
    if (await isDone()) return;
    await isolate.later(90);
    await isolate.minute();
  }
  throw new Error("it never came to rest");
}
