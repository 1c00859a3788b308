/** A bare Worker for any write: sends the SQL that the recorder saw the API send for one such request, with fresh ids, and answers as the API did. */
type Told = { shard: string; trips: { sql: string; params: unknown[] }[][]; answer: unknown };
let told: Told;

const fresh = () => crypto.randomUUID().replaceAll("-", "").slice(0, 26).toUpperCase();

export default {
  async fetch(request, env) {
    if (request.method === "PUT") {
      told = (await request.json()) as Told;
      return new Response("{}");
    }
    await request.json();
    const ids = { aud: fresh(), stk: fresh(), req: fresh() };
    const renewed = (param: unknown) =>
      typeof param === "string"
        ? param.replace(/(aud|stk|req)_\w{26}/g, (_, kind: keyof typeof ids) => `${kind}_${ids[kind]}`)
        : param;
    const database = env[told.shard as "SHARD_00"];
    for (const trip of told.trips)
      await database.batch(trip.map(({ sql, params }) => database.prepare(sql).bind(...params.map(renewed))));
    return new Response(JSON.stringify({ ok: true, data: told.answer }), {
      status: 201,
      headers: { "content-type": "application/json" },
    });
  },
} satisfies ExportedHandler<Cloudflare.Env>;
