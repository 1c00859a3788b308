import { type Effort, efforts, type Solution, solve } from "#/domains/routing/index.ts";
import { misused, readArguments } from "#/tools/usage.ts";
import { faultsOf } from "../support/routing-checker.ts";
import { type Instance, solomon } from "./solomon.ts";

const USAGE = `npm run bench:routing [-- --effort quick,normal,thorough] [--only R1] [--seed 1]

Plans Solomon's instances of type 1 with 100 customers, whose least distances are proven, and prints how far over the
optimum each effort of the solver is and how much CPU time it takes on one core.`;

const { values } = readArguments(USAGE, {
  options: {
    effort: { type: "string", default: efforts.join(",") },
    only: { type: "string", default: "" },
    seed: { type: "string", default: "1" },
  },
});
const tried = efforts.filter((effort) => values.effort.split(",").includes(effort));
if (tried.length === 0) misused(USAGE, `No such effort: ${values.effort}`);

type Measured = { gap: number; seconds: number };

/** The gap in percent of what the checker counts, not of what the solver says. */
function measure({ name, problem, optimum }: Instance, effort: Effort): Measured {
  const before = process.cpuUsage();
  const solution = solve(problem, { effort, seed: Number(values.seed) });
  const { user, system } = process.cpuUsage(before);
  const faults = [...faultsOf(problem, solution), ...leftOut(solution)];
  if (faults.length > 0) throw new Error(`${name}, ${effort}: ${faults.join("; ")}`);
  const distance = solution.routes.reduce((sum, route) => sum + route.distance, 0);
  if (distance < optimum) throw new Error(`${name}: ${distance} is less than the proven optimum of ${optimum}`);
  return { gap: (100 * (distance - optimum)) / optimum, seconds: (user + system) / 1e6 };
}

const leftOut = ({ unassigned }: Solution) =>
  unassigned.length > 0 ? [`${unassigned.length} customers left out`] : [];
const row = (cells: readonly string[]) => console.log(`| ${cells.join(" | ")} |`);
const percent = (gap: number) => (gap === 0 ? "0" : gap.toFixed(2));

const instances = solomon(new RegExp(values.only));
if (!instances)
  misused(USAGE, "Solomon's instances and their optima are not at ../shared/data/routing beside the project.");
const measured = new Map<Effort, Measured[]>(tried.map((effort) => [effort, []]));
row(["instance", "optimum", ...tried.flatMap((effort) => [`${effort}: % over`, "CPU s"])]);
row(["---", "---:", ...tried.flatMap(() => ["---:", "---:"])]);
for (const instance of instances) {
  const cells = tried.map((effort) => measure(instance, effort));
  for (const [i, effort] of tried.entries()) measured.get(effort)?.push(...cells.slice(i, i + 1));
  row([
    instance.name,
    (instance.optimum / 10).toFixed(1),
    ...cells.flatMap(({ gap, seconds }) => [percent(gap), seconds.toFixed(2)]),
  ]);
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const summary = (name: string, of: (all: readonly Measured[]) => [string, string]) =>
  row([name, "", ...tried.flatMap((effort) => of(measured.get(effort) ?? []))]);
summary("**mean**", (all) => [
  mean(all.map(({ gap }) => gap)).toFixed(3),
  mean(all.map(({ seconds }) => seconds)).toFixed(2),
]);
summary("**worst**", (all) => [
  percent(Math.max(...all.map(({ gap }) => gap))),
  Math.max(...all.map(({ seconds }) => seconds)).toFixed(2),
]);
summary("**solved**", (all) => [`${all.filter(({ gap }) => gap === 0).length} of ${all.length}`, ""]);
