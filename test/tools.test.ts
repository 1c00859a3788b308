import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { z } from "zod";
import { assertEnvironment } from "#/tools/secrets.ts";
import { readSource } from "./support/source-tree.ts";

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readSource("package.json")));
const tools = Object.values(scripts).flatMap((script) => /^node .*?(\S+\.ts)$/.exec(script)?.[1] ?? []);

const run = (tool: string, argument: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, argument], { encoding: "utf8" });
  return { status, stdout, stderr };
};

it.each(tools)("%s does nothing with an argument that it does not know, and tells its usage", (tool) => {
  const { status, stdout, stderr } = run(tool, "--no-such-option");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/--no-such-option[\s\S]*npm /);
});

it("the server does not start with an ENVIRONMENT that is mistyped", () => {
  expect(() => assertEnvironment("ENVIRONMENT=Production")).toThrow("Write one of: production, development.");
  for (const settings of ["ENVIRONMENT=production", "ENVIRONMENT=development", ""]) assertEnvironment(settings);
});

it("a deployment does not start when it is asked for help", () => {
  expect(tools.length).toBeGreaterThan(7);
  const help = run("src/tools/deploy.ts", "--help");
  expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining("npm run deploy "), stderr: "" });
});
