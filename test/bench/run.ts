import { parseArgs } from "node:util";
import { openBusiness } from "./business.ts";
import { compare, instructBare, type Line } from "./http.ts";
import { startServers } from "./servers.ts";

const { values } = parseArgs({
  options: {
    sales: { type: "string", default: "1000,1000000" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
  },
});
const servers = await startServers();
const lines: Line[] = [];
try {
  for (const n of values.sales.split(",").map(Number)) {
    const business = await openBusiness(servers, n);
    console.log(n, "seeded in", business.seededInMs.toFixed(0), "ms on", business.shard);
    await instructBare(servers, business);
    lines.push(...(await compare(servers, business, Number(values.rounds), Number(values.seconds))));
    for (const l of lines)
      console.log(
        l.sales,
        l.title.padEnd(20),
        l.api.perSecond.toFixed(0),
        l.quiet.perSecond.toFixed(0),
        l.bare.perSecond.toFixed(0),
        (l.api.perSecond / l.bare.perSecond).toFixed(2),
        (l.quiet.perSecond / l.bare.perSecond).toFixed(2),
        "cpu",
        l.api.cpuMs.toFixed(2),
        l.quiet.cpuMs.toFixed(2),
        l.bare.cpuMs.toFixed(2),
        (l.bare.cpuMs / l.api.cpuMs).toFixed(2),
        (l.bare.cpuMs / l.quiet.cpuMs).toFixed(2),
        "|",
        l.api.p50,
        l.api.p99,
        l.trips,
        l.rowsRead,
        l.ratios.map((r) => r.toFixed(2)).join(" "),
      );
  }
} finally {
  await servers.close();
}
