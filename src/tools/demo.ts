import { LastPositions } from "#/domains/dispatch/stream-schemas.ts";
import { ResolvedTenant } from "#/domains/tenants/schemas.ts";
import { api, signedIn } from "./api.ts";
import { runCron } from "./crons.ts";
import { runDay, runYear } from "./day.ts";
import { BUSINESS, OWNER, PASSWORD, TECHNICIANS } from "./demo-data.ts";
import { liveDay } from "./live-day.ts";
import { withLocalSql } from "./local-databases.ts";
import { fail } from "./project.ts";
import { isTruckroll, runningServer } from "./ready.mjs";
import { misused, readArguments } from "./usage.ts";

const USAGE = `[BASE_URL=http://localhost:8788] npm run demo [-- --year | --day [--speed 60]]

Runs a working day against a running server, with a new business. --year lives a year instead: the clock of the development server moves
from month to month, and each month's pay period is closed.

--day lives the next working day of the demo business, for the live board: technicians drive and work, urgent calls come in. It takes 12
minutes, or more or less with another --speed than 60 times the real one. Ctrl-C ends it and lets the clock go.`;

/** `npm run demo`: runs the working day or the year against a running server, each time with a new business; or a day of the demo business. */
async function demo(): Promise<void> {
  const own = await runningServer();
  const baseUrl = (process.env.BASE_URL ?? own ?? "http://localhost:8787").replace(/\/$/, "");
  if (!(await isTruckroll(baseUrl)))
    throw new Error(`No server responds at ${baseUrl}. Run npm start in another terminal first.`);
  const isOwn = own !== undefined && new URL(own).port === new URL(baseUrl).port;
  const started = Date.now();
  if (values.day) return await demoDay(baseUrl);
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

const FASTEST = 3600;

/** A day of the demo business, which the live board shows. Ctrl-C ends it; a second one does so at once. */
async function demoDay(baseUrl: string): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      console.log("Stopping ...");
      stopping.abort();
    });
  const onWait = (seconds: number) => console.log(`  … rate limit: waiting ${seconds} s, as Retry-After says`);
  const open = api({ baseUrl, onWait });
  const { tenantId } = await open.call(`GET /tenants/resolve/${BUSINESS.code.toLowerCase()}`, ResolvedTenant);
  const business = open.with({ "X-Tenant-Id": tenantId });
  const office = signedIn(business, OWNER.username, PASSWORD);
  const { technicians } = await office.call("GET /admin/dispatch/positions", LastPositions);
  const phones = new Map(
    TECHNICIANS.flatMap(({ name, username }) => {
      const technician = technicians.find((one) => one.name === name);
      return technician ? [[technician.id, signedIn(business, username, PASSWORD)] as const] : [];
    }),
  );
  console.log(`A day of ${BUSINESS.name}, ${speed} times as fast. Watch it at ${baseUrl}/board (Ctrl-C ends it)\n`);
  const done = await liveDay({ office, phones, speed, say: console.log, signal: stopping.signal });
  const { date, completed, cancelled, open: left } = done;
  console.log(
    `\n${completed} jobs are completed, ${cancelled} cancelled, ${left} left. The day stays at ${baseUrl}/board?date=${date}`,
  );
}

const { values } = readArguments(USAGE, {
  options: {
    year: { type: "boolean", default: false },
    day: { type: "boolean", default: false },
    speed: { type: "string", default: "60" },
  },
});
const speed = Number(values.speed);
if (!(speed >= 1 && speed <= FASTEST))
  misused(USAGE, `--speed is "${values.speed}". It must be a number from 1 to ${FASTEST}.`);
await demo().catch(fail);
