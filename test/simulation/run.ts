import "./globals.ts"; // first: it puts itself between the code and the runtime
import { parseArgs } from "node:util";

const USAGE = `npm run simulate                              runs 100,000 seeds; the first that goes wrong is told with its trace
npm run simulate -- --seeds N [--seed FIRST]  runs N of them
npm run simulate -- --seed N [--trace]        runs one, which goes as it went before
npm run simulate -- --sabotage [--seeds N]    takes one mechanism after the other away: each must be found within N seeds`;

try {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string" },
      seed: { type: "string" },
      trace: { type: "boolean", default: false },
      sabotage: { type: "boolean", default: false },
    },
  });
  const from = Number(values.seed ?? 1);
  const seeds = Number(values.seeds ?? (values.seed === undefined ? 100_000 : 1));
  if (!Number.isInteger(from) || !Number.isInteger(seeds) || seeds < 1)
    throw new TypeError("A seed is a whole number.");
  const { provesItself, simulate } = await import("./simulate.ts");
  const isWell = values.sabotage ? provesItself(seeds) : simulate({ from, seeds, isTraced: values.trace });
  process.exitCode = (await isWell) ? 0 : 1;
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
