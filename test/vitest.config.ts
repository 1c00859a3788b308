import { defineConfig } from "vitest/config";
import FaultTable from "./support/fault-table.ts";
import SlowestTests from "./support/slowest-tests.ts";

// Wrangler would write a trace of every request and statement into a database of its own, which costs as much as the requests do. For every server of the tests.
process.env.X_LOCAL_OBSERVABILITY = "false";

/** Tests of these files run side by side, each with a business of its own; one that cannot says so with `concurrent: false`, and why. */
const SIDE_BY_SIDE = ["test/api/**/*.test.ts", "test/generated/access.*.test.ts"];
/** Files that change modules for themselves, and so keep none for the next. */
const ALONE = ["test/jobs.test.ts"]; // adds a domain

const everywhere = {
  root: new URL("..", import.meta.url).pathname,
  // No test is about time: these end what hangs. They are far beyond what a test takes on a busy machine (support/client.ts: PATIENCE_MS).
  testTimeout: 180_000,
  hookTimeout: 180_000,
  // A worker keeps the modules from one file to the next: loading the whole API again for each file costs more than most of their tests.
  isolate: false,
  restoreMocks: true,
  setupFiles: ["test/support/between-tests.ts"],
};

export default defineConfig({
  test: {
    ...everywhere,
    // for all projects: a global setup of a project would start more Workers
    globalSetup: ["test/support/global-setup.ts"],
    reporters: ["default", new SlowestTests(), new FaultTable()],
    maxWorkers: 3, // of two cores: tests also wait, and leave a core to the others meanwhile
    maxConcurrency: 3, // three suites of a file at once, with three tests each
    projects: [
      { test: { ...everywhere, name: "alone", include: ALONE, isolate: true } },
      { test: { ...everywhere, name: "side by side", include: SIDE_BY_SIDE, sequence: { concurrent: true } } },
      {
        test: {
          ...everywhere,
          name: "in turn",
          include: ["src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...ALONE, ...SIDE_BY_SIDE, "test/bench/**", "**/node_modules/**"],
        },
      },
    ],
  },
});
