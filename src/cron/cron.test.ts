import { expect, it, vi } from "vitest";
import { runCron } from "./index.ts";

it("a job or a shard that fails stops no other, and is logged", async () => {
  const away = {
    prepare: () => {
      throw new Error("database is away");
    },
  };
  const names = ["CONTROL", "SHARD_00", "SHARD_01", "SHARD_02", "SHARD_03"];
  const env = Object.fromEntries(names.map((name) => [name, away])) as unknown as Cloudflare.Env;
  const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const infos = vi.spyOn(console, "info").mockImplementation(() => undefined);
  const execution = { waitUntil: () => undefined } as unknown as ExecutionContext;
  await runCron(
    { cron: "17 * * * *", scheduledTime: Date.now(), noRetry: () => undefined } as ScheduledController,
    env,
    execution,
  );

  const lines = (spy: typeof errors) =>
    spy.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);
  expect(lines(errors).some(({ message }) => message === "shard left out")).toBe(true);
  const failed = lines(errors).filter(({ message }) => message === "cron job failed");
  // they ask the control database
  expect(new Set(failed.map(({ job }) => job))).toEqual(new Set(["prune referral deliveries", "prune sign-up keys"]));
  const done = lines(infos).map(({ job }) => job);
  const all = [
    "enrol daily tasks",
    "list identities",
    "prune deliveries",
    "prune idempotency keys",
    "prune sessions",
    "prune trails",
    "repair directory",
  ];
  expect(new Set(done)).toEqual(new Set(all));
});
