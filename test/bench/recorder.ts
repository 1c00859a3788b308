/** One D1 statement as it was sent. */
export type Sent = { sql: string; params: unknown[] };
/** What one request sent: its trips, each a batch. */
export type Recording = { status: number; body: string; trips: Sent[][] };

type Recorded = { statement: D1PreparedStatement; sent: Sent };
type Env = Cloudflare.Env & { WORKER: string };

/** A Worker around another one that answers what this one sent to D1: how the bare Worker learns to send the very same as the API. */
export default {
  async fetch(request, env, ctx) {
    const trips: Sent[][] = [];
    const shards = Object.keys(env).filter((name) => name.startsWith("SHARD_"));
    const spied = Object.fromEntries(shards.map((name) => [name, spyOn(env[name as "SHARD_00"], trips)]));
    const { default: worker } = (await import(`./${env.WORKER}`)) as { default: Required<ExportedHandler<Env>> };
    const answer = await worker.fetch(request, { ...env, ...spied }, ctx);
    const recording: Recording = { status: answer.status, body: await answer.text(), trips };
    return Response.json(recording);
  },
} satisfies ExportedHandler<Env>;

/** As much of a D1 database as the API uses. */
const spyOn = (database: D1Database, trips: Sent[][]) => ({
  withSession(constraint: string) {
    const session = database.withSession(constraint);
    return {
      getBookmark: () => session.getBookmark(),
      prepare: (sql: string) => ({
        bind: (...params: unknown[]): Recorded => ({
          statement: session.prepare(sql).bind(...params),
          sent: { sql, params },
        }),
      }),
      batch(recorded: Recorded[]) {
        trips.push(recorded.map(({ sent }) => sent));
        return session.batch(recorded.map(({ statement }) => statement));
      },
    };
  },
});
