import { runCron } from "./crons.ts";
import { runDay } from "./day.ts";
import { withLocalSql } from "./local-databases.ts";
import { fail } from "./project.ts";
import { isTruckroll, runningServer } from "./ready.mjs";
import { readArguments } from "./usage.ts";

const USAGE =
  "[BASE_URL=http://localhost:8788] npm run demo   runs a working day against a running server, with a new business";

/** `npm run demo`: runs the working day against a running server, each time with a new business. */
async function demo(): Promise<void> {
  const own = await runningServer();
  const baseUrl = (process.env.BASE_URL ?? own ?? "http://localhost:8787").replace(/\/$/, "");
  if (!(await isTruckroll(baseUrl)))
    throw new Error(`No server responds at ${baseUrl}. Run npm start in another terminal first.`);
  const isOwn = own !== undefined && new URL(own).port === new URL(baseUrl).port;
  const started = Date.now();
  console.log(`A working day at ${baseUrl}\n`);
  await runDay({
    baseUrl,
    say: console.log,
    cron: (expression) => runCron(baseUrl, expression),
    ...(isOwn && { withSql: withLocalSql }),
  });
  console.log(`\nEverything as expected, in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

readArguments(USAGE, {});
await demo().catch(fail);
