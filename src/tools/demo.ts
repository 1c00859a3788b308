import { runCron } from "./crons.ts";
import { runDay, runYear } from "./day.ts";
import { withLocalSql } from "./local-databases.ts";
import { fail } from "./project.ts";
import { isTruckroll, runningServer } from "./ready.mjs";
import { readArguments } from "./usage.ts";

const USAGE = `[BASE_URL=http://localhost:8788] npm run demo [-- --year]

Runs a working day against a running server, with a new business. --year lives a year instead: the clock of the development server moves
from month to month, and each month's pay period is closed.`;

/** `npm run demo`: runs the working day or the year against a running server, each time with a new business. */
async function demo(): Promise<void> {
  const own = await runningServer();
  const baseUrl = (process.env.BASE_URL ?? own ?? "http://localhost:8787").replace(/\/$/, "");
  if (!(await isTruckroll(baseUrl)))
    throw new Error(`No server responds at ${baseUrl}. Run npm start in another terminal first.`);
  const isOwn = own !== undefined && new URL(own).port === new URL(baseUrl).port;
  const started = Date.now();
  if (values.year) {
    console.log(`A year at ${baseUrl}\n`);
    await runYear({ baseUrl, say: console.log });
  } else {
    await oneDay(baseUrl, isOwn);
  }
  console.log(`\nEverything as expected, in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

async function oneDay(baseUrl: string, isOwn: boolean): Promise<void> {
  console.log(`A working day at ${baseUrl}\n`);
  await runDay({
    baseUrl,
    say: console.log,
    cron: (expression) => runCron(baseUrl, expression),
    ...(isOwn && { withSql: withLocalSql }),
  });
}

const { values } = readArguments(USAGE, { options: { year: { type: "boolean", default: false } } });
await demo().catch(fail);
