import { expect, it } from "vitest";
import { rollOut } from "./rollout.ts";

const databases = ["control", "shard-00", "shard-01", "shard-02", "shard-03", "shard-04"].map((name) => ({ name }));

it("migrates control, then one canary shard, then the others a few at a time", async () => {
  const log: string[] = [];
  const migrate = async (name: string) => {
    log.push(`begin ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    log.push(`end ${name}`);
  };
  const results = await rollOut(databases, migrate, undefined, 2);
  expect(results).toEqual(databases);
  expect(log.slice(0, 6)).toEqual([
    "begin control",
    "end control",
    "begin shard-00",
    "end shard-00",
    "begin shard-01",
    "begin shard-02",
  ]);
  expect(log.indexOf("begin shard-03")).toBeGreaterThan(log.indexOf("end shard-01"));
});

it.each([
  ["control", ["control"]],
  ["shard-00", ["control", "shard-00"]],
  ["shard-01", ["control", "shard-00", "shard-01", "shard-02"]],
])("stops when %s fails, and does not start the rest", async (broken, reached) => {
  const migrate = async (name: string) => {
    if (name === broken) throw new Error("no such table");
  };
  const results = await rollOut(databases, migrate, undefined, 2);
  expect(results.map(({ name }) => name)).toEqual(reached);
  expect(results.find(({ name }) => name === broken)?.error).toBe("no such table");
});
