import { type Projection, project } from "#/domains/analytics/forecast/index.ts";
import { misused, readArguments } from "#/tools/usage.ts";
import { type Forecast, lineTimesIndex, naive2, seasonalNaive } from "./baselines.ts";
import { type Monthly, monthlySeries } from "./monthly.ts";

const USAGE = `npm run bench:projections [-- --file series.jsonl] [--horizon 18]

Projects the 1,428 monthly series of the M3 competition 18 months ahead, and their last 24, 36 and 48 months 6 ahead, beside the seasonal naive
projection, Naive2 and "trend x month index", and prints how wrong each is, how often the bands hold and what a series costs in CPU time.
--file: other series, a JSON object a line with x (history), xx (what came after) and start [year, month].`;

const { values } = readArguments(USAGE, {
  options: { file: { type: "string" }, horizon: { type: "string", default: "18" } },
});
const horizon = Number(values.horizon);
if (!(Number.isInteger(horizon) && horizon >= 1 && horizon <= 24)) misused(USAGE, "--horizon is 1 to 24.");
const series = monthlySeries(values.file);
if (!series) misused(USAGE, `The series are not at ${values.file ?? "../shared/data/forecast beside the project"}.`);

type Errors = { smape: number; mase: number };
const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** sMAPE in percent, MASE by the seasonal naive error of the history. */
function errorsOf(projected: readonly number[], { history, after }: Monthly): Errors {
  const errors = projected.map((value, i) => Math.abs(value - (after[i] ?? 0)));
  const sizes = projected.map((value, i) => Math.abs(value) + Math.abs(after[i] ?? 0));
  const unit = mean(history.slice(12).map((value, i) => Math.abs(value - (history[i] ?? 0))));
  return {
    smape: mean(errors.map((error, i) => (sizes[i] === 0 ? 0 : (200 * error) / (sizes[i] ?? 1)))),
    mase: unit > 0 ? mean(errors) / unit : 0,
  };
}

/** How many of the months that came are within the bands. */
const held = ({ points }: Projection, { after }: Monthly, band: "band80" | "band95") =>
  mean(points.map((point, i) => Number((after[i] ?? 0) >= point[band].low && (after[i] ?? 0) <= point[band].high)));

function measure(all: readonly Monthly[], months: number) {
  const cut = all.filter(({ after }) => after.length > 0).map((one) => ({ ...one, after: one.after.slice(0, months) }));
  const errors = (forecast: Forecast) => cut.map((one) => errorsOf(forecast(one.history, one.after.length), one));
  const before = process.cpuUsage();
  const projections = cut.map((one) =>
    project({ values: one.history, firstMonth: one.firstMonth }, { horizon: one.after.length }),
  );
  const { user, system } = process.cpuUsage(before);
  const rows = {
    "this projection": cut.map((one, i) =>
      errorsOf(
        (projections[i] as Projection).points.map(({ value }) => value),
        one,
      ),
    ),
    "seasonal naive": errors(seasonalNaive),
    Naive2: errors(naive2),
    "trend x month index": errors(lineTimesIndex),
  };
  const share = (band: "band80" | "band95") =>
    100 * mean(cut.map((one, i) => held(projections[i] as Projection, one, band)));
  return { rows, of80: share("band80"), of95: share("band95"), cpuMs: (user + system) / 1000 / cut.length };
}

const row = (cells: readonly string[]) => console.log(`| ${cells.join(" | ")} |`);
function print(title: string, all: readonly Monthly[], months: number): void {
  const { rows, of80, of95, cpuMs } = measure(all, months);
  const sums = Object.entries(rows).map(([name, errors]) => ({
    name,
    smape: mean(errors.map(({ smape }) => smape)),
    mase: mean(errors.map(({ mase }) => mase)),
  }));
  const yardstick = sums.find(({ name }) => name === "Naive2");
  console.log(`\n${title}, ${months} months ahead\n`);
  row(["", "sMAPE", "MASE", "OWA"]);
  row(["---", "---:", "---:", "---:"]);
  for (const { name, smape, mase } of sums) {
    const owa = (smape / (yardstick?.smape ?? 1) + mase / (yardstick?.mase ?? 1)) / 2;
    row([name, smape.toFixed(2), mase.toFixed(3), owa.toFixed(3)]);
  }
  console.log(
    `\nThe 80 % band holds ${of80.toFixed(1)} %, the 95 % band ${of95.toFixed(1)} %. CPU: ${cpuMs.toFixed(1)} ms a series.`,
  );
}

print(`${series.length} series`, series, horizon);
for (const months of [24, 36, 48])
  print(
    `The last ${months} months of them`,
    series.map((one) => ({
      ...one,
      history: one.history.slice(-months),
      firstMonth: ((one.firstMonth - 1 + Math.max(0, one.history.length - months)) % 12) + 1,
    })),
    Math.min(6, horizon),
  );
