import type { Reporter, TestModule } from "vitest/node";

const SHOWN = 10;

/** Names the slowest tests at the end of a run: who makes the suite slower sees it the same day. */
export default class SlowestTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) =>
      Array.from(module.children.allTests(), (test) => ({
        ms: test.diagnostic()?.duration ?? 0,
        name: `${module.relativeModuleId}: ${test.fullName}`,
      })),
    );
    if (tests.length <= SHOWN) return;
    const slowest = tests.toSorted((a, b) => b.ms - a.ms).slice(0, SHOWN);
    const lines = slowest.map(({ ms, name }) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`);
    process.stdout.write(`\n The ${SHOWN} slowest tests\n${lines.join("\n")}\n`);
  }
}
