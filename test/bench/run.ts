import { readArguments } from "#/tools/usage.ts";
import { openBusiness } from "./business.ts";
import { measureClose } from "./close-period.ts";
import { measureCsv } from "./csv-export.ts";
import { measureFanOut } from "./fan-out.ts";
import { compare, instructRivals } from "./http.ts";
import { measureImports } from "./imports.ts";
import { measureLiveDay } from "./live-day.ts";
import { type Results, report } from "./report.ts";
import { measureSectors } from "./sectors.ts";
import { startServers } from "./servers.ts";
import { measureStartup } from "./startup.ts";

/** Enough jobs for all rounds of the scenario that changes the status of each job once. */
const JOBS = 40_000;

const CSV_SALES = 100_000;
const CLOSE_SALES = 20_000;
const IMPORTED = 10_000;

const USAGE = `npm run bench [-- --sales 1000,1000000] [--rounds 11] [--quick] [--smoke]

Compares the API with a bare Worker, for businesses with these numbers of sales, and prints a report. --smoke only tries
whether everything runs: one short round, without fan-out and start-up.`;

const { values } = readArguments(USAGE, {
  options: {
    sales: { type: "string", default: "1000,1000000" },
    rounds: { type: "string", default: "11" },
    quick: { type: "boolean", default: false },
    smoke: { type: "boolean", default: false },
  },
});
const rounds = values.smoke ? 1 : values.quick ? 3 : Number(values.rounds);
const requests = values.smoke ? 20 : undefined;
const command = ["npm run bench", ...(process.argv.length > 2 ? ["--", ...process.argv.slice(2)] : [])].join(" ");
const say = (what: string) => process.stderr.write(`${what}\n`);

say("start-up ...");
const results: Results = {
  lines: [],
  seeding: [],
  csv: [],
  close: [],
  imports: [],
  fanOut: [],
  liveDay: [],
  sectors: measureSectors(rounds),
  startup: values.smoke ? [] : measureStartup(3),
};
const servers = await startServers();
try {
  for (const sales of values.smoke ? [100] : values.sales.split(",").map(Number)) {
    say(`requests with ${sales} sales ...`);
    const business = await openBusiness(servers, { sales, jobs: values.smoke ? 500 : JOBS });
    results.seeding.push({ sales, ms: business.seededInMs });
    await instructRivals(servers, business);
    results.lines.push(...(await compare(servers, business, rounds, requests)));
  }
  say("CSV ...");
  const exported = await openBusiness(servers, { sales: values.smoke ? 100 : CSV_SALES, jobs: 1 });
  results.csv = await measureCsv(servers, exported, rounds);
  say("close of a pay period ...");
  const paying = await openBusiness(servers, { sales: values.smoke ? 100 : CLOSE_SALES, jobs: 1 });
  results.close = [await measureClose(servers, paying, values.smoke ? 1 : 3)];
  say("imports ...");
  const filled = await openBusiness(servers, { sales: 1, jobs: 1 });
  results.imports = await measureImports(servers, filled, values.smoke ? 600 : IMPORTED);
  say("fan-out ...");
  if (!values.smoke) results.fanOut = await measureFanOut(servers, rounds);
  say("live board ...");
  if (!values.smoke) results.liveDay = await measureLiveDay(servers, rounds);
} finally {
  await servers.close();
}
process.stdout.write(`${report(results, command)}\n`);
