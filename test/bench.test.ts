import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

it("npm run bench works: its rivals answer, and the bare Worker sends the statements of the API", () => {
  const { status, stdout, stderr } = spawnSync(
    "node",
    ["--disable-warning=ExperimentalWarning", "test/bench/run.ts", "--smoke"],
    { encoding: "utf8" },
  );
  expect(status, stderr).toBe(0);
  for (const title of ["list sales (50)", "get sale", "add item", "record sale", "update job status"])
    expect(stdout).toContain(`| ${title} |`);
});
