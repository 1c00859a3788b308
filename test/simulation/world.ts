import { RIVAL } from "./base.ts";
import { openBoard } from "./board.ts";
import { openQueues } from "./queues.ts";
import type { Random } from "./random.ts";
import { openReceivers } from "./receivers.ts";
import { type SabotageName, sabotaged } from "./sabotage.ts";
import type { Fates, Scheduler } from "./scheduler.ts";
import { type Bound, bindingOf, type Sqlite } from "./sqlite-d1.ts";

export type Databases = { control: Sqlite; shard: Sqlite };
export type World = ReturnType<typeof openWorld>;

const lostConnection = () => new Error("D1_ERROR: Network connection lost.");

/** What a batch does, in a word or two of its first telling statement: a line of the trace. */
function gist(statements: readonly Bound[]): string {
  const writes = statements.flatMap(({ sql }) => {
    const [, verb, table] = /^\s*(insert into|update|delete from) "?(\w+)/i.exec(sql) ?? [];
    return verb && table !== "must" ? [`${verb.split(" ")[0]} ${table}`] : [];
  });
  const told = writes.length > 0 ? [...new Set(writes)].slice(0, 3).join(", ") : "read";
  return `${told} (${statements.length})`;
}

/** The ports of the API, each under the hand of the scheduler. */
export function openWorld(
  random: Random,
  scheduler: Scheduler,
  { control, shard }: Databases,
  {
    onWrite,
    sabotage,
  }: { onWrite: (database: string, statements: readonly Bound[]) => void; sabotage?: SabotageName | undefined },
) {
  const database = (name: string, run: Sqlite["run"]) =>
    bindingOf((statements) =>
      scheduler.call(
        name,
        gist(statements),
        () => {
          const results = run(statements);
          if (results.some(({ meta }) => meta.changes > 0)) onWrite(name, statements);
          return results;
        },
        lostConnection,
      ),
    );
  const board = openBoard(scheduler, () => env);
  const rivals = openBoard(scheduler, () => env);
  const queues = openQueues(random, scheduler, () => env);
  const receivers = openReceivers(random, scheduler);
  const env = {
    ENVIRONMENT: "production",
    PUBLIC_URL: "https://api.truckroll.example",
    LOG_REQUESTS: "off",
    WEBHOOK_ALLOW_LOOPBACK: "",
    WEBHOOK_RETRY_SECONDS: "",
    GEOCODER_URL: "",
    OSRM_URL: "",
    TOKEN_KEYS: `sim:${Buffer.alloc(32, 7).toString("base64")}`,
    SEAL_KEY: Buffer.alloc(32, 9).toString("base64"),
    PASSWORD_PEPPER: "pepper",
    CONTROL: database("control", sabotaged(control, sabotage)),
    SHARD_00: database("shard", sabotaged(shard, sabotage)),
    EVENTS: queues.binding("events"),
    WEBHOOKS: queues.binding("webhooks"),
    MAIL: queues.binding("mail"),
    TASKS: queues.binding("tasks"),
    REFERRALS: queues.binding("referrals"),
    DISPATCH_BOARD: { getByName: (id: string) => (id === RIVAL ? rivals : board) },
    FILES: { get: async () => null, put: async () => undefined, delete: async () => undefined },
    EMAIL: { send: async () => undefined },
    ASSETS: { fetch: async () => new Response(null, { status: 404 }) },
  } as unknown as Cloudflare.Env; // the part of the environment that the simulated domains use
  const ports: readonly string[] = ["shard", "control", "queue", "board", "http"];
  return {
    env,
    board,
    queues,
    receivers,
    /** Hosts that may have said that they are gone. */
    gone: new Set<string>(),
    /** Keys under which referrals were made in this run. */
    references: [] as string[],
    /** The last event of the time before this run. */
    firstSeq: 0,
    rows: shard.rows,
    controlRows: control.rows,
    /** From here on calls of the ports end as these weights say; without, well. */
    setFates(fates: Partial<Record<string, Fates>> = {}): void {
      for (const port of ports) scheduler.setFates(port, fates[port]);
    },
  };
}
