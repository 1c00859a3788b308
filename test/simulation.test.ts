import { execFile } from "node:child_process";
import { expect, it } from "vitest";

// The simulation puts itself between the code and the runtime, so it runs in a process of its own (test/simulation/run.ts).

const SEEDS = 2000;

const run = (...options: string[]): Promise<{ isWell: boolean; text: string }> =>
  new Promise((resolve) => {
    const command = ["--disable-warning=ExperimentalWarning", "test/simulation/run.ts", ...options];
    execFile(process.execPath, command, { maxBuffer: 2 ** 26 }, (error, text, errors) =>
      resolve({ isWell: error === null, text: text + errors }),
    );
  });
const traceOf = (text: string, seed: number) => new RegExp(`^seed ${seed}: trace \\w+$`, "m").exec(text)?.[0];

it(`nothing is lost and nothing doubled in ${SEEDS} simulated days of trouble`, { timeout: 900_000 }, async () => {
  const { isWell, text } = await run("--seeds", String(SEEDS));
  expect(isWell, text).toBe(true);
  console.log(text.trim());
});

it("a seed of the simulation goes as it went before, whichever ran ahead of it", async () => {
  const [alone, after] = await Promise.all([
    run("--seed", "9", "--trace"),
    run("--seed", "7", "--seeds", "3", "--trace"),
  ]);
  expect(traceOf(alone.text, 9)).toMatch(/trace/);
  expect(traceOf(after.text, 9)).toBe(traceOf(alone.text, 9));
});

it("the simulation finds each mechanism that is taken away: keys, guards, events, entries, claims, fees, offers, the cron", async () => {
  const { isWell, text } = await run("--sabotage", "--seeds", "150");
  expect(isWell, text).toBe(true);
  console.log(text.trim());
});
