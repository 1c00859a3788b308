import { afterEach, expect, it, vi } from "vitest";

// Each copy of the modules stands for an isolate; the bucket is what they share.

const files = new Map<string, string>();
const get = vi.fn(async (key: string) => (files.has(key) ? { text: async () => files.get(key) } : null));
const env = (ENVIRONMENT: string) =>
  ({
    ENVIRONMENT,
    FILES: {
      get,
      put: async (key: string, text: string) => void files.set(key, text),
      delete: async (key: string) => void files.delete(key),
    },
  }) as unknown as Cloudflare.Env;
const waiting: Promise<unknown>[] = [];
const background = (work: Promise<unknown>) => void waiting.push(work);

async function newIsolate() {
  vi.resetModules();
  const [{ followClock, keepClock }, { clockOffset }] = await Promise.all([
    import("./moved-clock.ts"),
    import("#/kernel/clock.ts"),
  ]);
  return { followClock, keepClock, clockOffset };
}
const HOUR = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
  files.clear();
  get.mockClear();
  vi.resetModules();
});

it("production and every other environment never ask whether the clock was moved", async () => {
  files.set("dev-clock", String(HOUR));
  const { followClock, clockOffset } = await newIsolate();
  for (const name of ["production", "staging", "Development", ""])
    expect(followClock(env(name), background)).toBeUndefined();
  expect([get.mock.calls.length, clockOffset()]).toEqual([0, 0]);
});

it("an isolate that starts knows the clock at once, and another one's move a second later", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const one = await newIsolate();
  const two = await newIsolate();
  const development = env("development");
  await one.keepClock(development, HOUR);
  await two.followClock(development, background);
  expect(two.clockOffset()).toBe(HOUR);

  await one.keepClock(development, 2 * HOUR);
  await two.followClock(development, background);
  expect(two.clockOffset()).toBe(HOUR);
  vi.setSystemTime(Date.now() + 1001);
  await two.followClock(development, background);
  await Promise.all(waiting);
  expect(two.clockOffset()).toBe(2 * HOUR);
  expect(get).toHaveBeenCalledTimes(2);
});

it("a look that was under way while the clock was moved does not undo the move", async () => {
  const { followClock, keepClock, clockOffset } = await newIsolate();
  const development = env("development");
  const looking = followClock(development, background);
  await keepClock(development, HOUR);
  await looking;
  expect(clockOffset()).toBe(HOUR);
});
