import { runCron } from "./crons.ts";
import { runDay } from "./day.ts";
import type { Sql } from "./day-webhooks.ts";
import { isTruckroll } from "./dev-server.ts";
import { withLocalDatabases } from "./local-databases.ts";
import { fail } from "./project.ts";
import { runningServer } from "./running.ts";

/** `npm run demo`: the working day against a running server, with a business of its own each time. */
async function demo(): Promise<void> {
  const baseUrl = (process.env.BASE_URL ?? (await runningServer()) ?? "http://localhost:8787").replace(/\/$/, "");
  if (!(await isTruckroll(baseUrl)))
    throw new Error(`Nothing answers at ${baseUrl}. Run npm start in another terminal first.`);
  const port = new URL((await runningServer()) ?? "http://localhost:0").port;
  const isOurs = new URL(baseUrl).port === port;
  const started = Date.now();
  console.log(`A working day at ${baseUrl}\n`);
  await runDay({
    baseUrl,
    say: console.log,
    cron: (expression) => runCron(baseUrl, expression),
    ...(isOurs && { withSql }),
  });
  console.log(`\nAll of it as it should be, in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

/** SQL on the databases of the server that runs on this folder's data. */
const withSql = (work: (sql: Sql) => Promise<void>): Promise<void> =>
  withLocalDatabases((byBinding) =>
    work(async (database, text, ...params) => {
      const answer = await byBinding[database]
        ?.prepare(text)
        .bind(...params)
        .all();
      return answer?.results ?? [];
    }),
  );

await demo().catch(fail);
