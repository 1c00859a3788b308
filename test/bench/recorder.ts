/** A statement that was sent to D1. */
export type Sent = { sql: string; params: unknown[] };
/** The response to one request and its D1 trips; each trip is a batch. */
export type Recording = { status: number; body: string; trips: Sent[][] };

type Recorded = { statement: D1PreparedStatement; sent: Sent };
type Env = Cloudflare.Env & { WORKER: string };

/** A Worker that wraps another one and returns what the other one has sent to D1. The bare Worker gets its SQL from this recording. */
export default {
  async fetch(request, env, ctx) {
    const trips: Sent[][] = [];
    const shards = Object.keys(env).filter((name) => name.startsWith("SHARD_"));
    const spied = Object.fromEntries(shards.map((name) => [name, spyOn(env[name as "SHARD_00"], trips)]));
    const { default: worker } = (await import(`./${env.WORKER}`)) as { default: Required<ExportedHandler<Env>> };
    const answer = await Promise.try(() => worker.fetch(request, { ...env, ...spied }, ctx)).catch(
      (error: unknown) => new Response(String(error), { status: 500 }),
    );
    const recording: Recording = { status: answer.status, body: await answer.text(), trips };
    return Response.json(recording);
  },
} satisfies ExportedHandler<Env>;

/** Wraps the part of a D1 database that the API uses. */
const spyOn = (database: D1Database, trips: Sent[][]) => ({
  prepare: (sql: string) => ({
    bind: (...params: unknown[]): Recorded => ({
      statement: database.prepare(sql).bind(...params),
      sent: { sql, params },
    }),
  }),
  batch(recorded: Recorded[]) {
    trips.push(recorded.map(({ sent }) => sent));
    return database.batch(recorded.map(({ statement }) => statement));
  },
});
