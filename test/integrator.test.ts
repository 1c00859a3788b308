import { type ExecFileException, execFile } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { client, newBusiness } from "./support/client.ts";
import { readSource } from "./support/source-tree.ts";
import { testWorker } from "./support/test-worker.ts";

// What integrators do with the document, by their own tools, which are installed in test/integrator (npm test does; by hand:
// npm run pretest).

const [FULL, PUBLIC] = ["dist/assets/api/openapi.json", "dist/assets/api/openapi.public.json"];
const CLIENTS = "dist/clients";
const API = `${testWorker().url}/api/v1`;

/** Ends what hangs: the linters compute for 40 seconds alone, and for minutes beside others. */
const LONGEST_MS = 600_000;

/** Runs a program; what it prints, or all that it says where it fails. */
const run = (file: string, ...given: string[]): Promise<string> =>
  new Promise((resolve) =>
    execFile(
      file,
      given,
      { maxBuffer: 1 << 26, timeout: LONGEST_MS },
      (error: ExecFileException | null, stdout, stderr) => resolve(error ? `failed: ${stderr}${stdout}` : stdout),
    ),
  );

it(
  "satisfies Spectral with all its rules, and Scalar, without an error or a warning",
  async () => {
    expect(JSON.parse(await run("node", "test/integrator/lint.ts", FULL))).toEqual({
      spectral: [],
      scalar: { valid: true, errors: [] },
    });
  },
  LONGEST_MS,
);

describe("clients that are generated from the public document", () => {
  beforeAll(async () => {
    expect(await run("node", "test/integrator/generate.ts", PUBLIC, CLIENTS)).not.toMatch(/failed|error/i);
  });

  it("compile strict, those of openapi-typescript, hey-api and orval (fetch and zod), and so does what uses them", async () => {
    expect(await run("tsc", "-p", "test/integrator")).toBe("");
  });

  it("are in the docs with the versions that are installed here", () => {
    const { devDependencies } = JSON.parse(readSource("test/integrator/package.json")) as {
      devDependencies: Record<string, string>;
    };
    const rows = [...readSource("src/web/docs/clients.md").matchAll(/^\| `([^`]+)`.*?\| (\d[\d.]+) +\|/gm)];
    expect(rows.map(([, name = "", version]) => [name, version])).toEqual(
      rows.map(([, name = ""]) => [name, devDependencies[name]]),
    );
    expect(new Set(rows.map(([, name]) => name)).size).toBe(4);
  });

  it("do with CSV, streams and defaults what the table in the docs says", async () => {
    const { accessToken } = await newBusiness();
    const seen = await run("node", "test/integrator/clients.ts", API, accessToken);
    expect(JSON.parse(seen)).toEqual({
      "openapi-typescript": {
        isRequiredWithDefault: true,
        isOptionalByOption: true,
        csv: "SyntaxError",
        csvAsText: true,
      },
      "hey-api": { csv: true, firstOfStream: expect.objectContaining({ type: "snapshot" }), closedByLeaving: false },
      "orval-fetch": { path: "/api/v1/admin/audit-log.csv", csv: true, streamWaitsForItsEnd: true },
      "orval-zod": { filledIn: { page: 1, limit: 50, cursor: "x" } },
    });
  });

  it("work a day: sign-up, price book, sales, pages and filters, a job, refusals", async () => {
    const told = await run("node", "test/integrator/day.ts", API, client().headers["cf-connecting-ip"] ?? "");
    expect(told.trim().split("\n")).toEqual([
      expect.stringContaining("signed up as"),
      "hired two technicians, filled the price book, set a rate",
      "recorded three sales, each sent twice and made once",
      "listed them by page, by cursor and by filter",
      "planned a job, assigned it, and the technician completed it",
      "got refusals with typed reasons",
    ]);
  });
});
