import { afterEach, describe, expect, it, vi } from "vitest";
import { edgeCache, hashOf } from "./edge-cache.ts";

afterEach(() => void vi.unstubAllGlobals());

/** The part of the platform's cache that is used. */
function stubCache(broken = false) {
  const kept = new Map<string, Response>();
  const work = async <T>(result: () => T): Promise<T> => {
    if (broken) throw new Error("no cache here");
    return result();
  };
  vi.stubGlobal("caches", {
    default: {
      match: (url: string) => work(() => kept.get(url)?.clone()),
      put: (url: string, response: Response) => work(() => void kept.set(url, response)),
    },
  });
  return kept;
}

describe("the edge's cache", () => {
  it("gives back what was put, for as long as it may be kept", async () => {
    const kept = stubCache();
    expect(await edgeCache.get("travel/a")).toBeUndefined();
    await edgeCache.put("travel/a", { until: 5 }, 3600);
    expect(await edgeCache.get("travel/a")).toEqual({ until: 5 });
    expect([...kept.values()].map(({ headers }) => headers.get("cache-control"))).toEqual(["max-age=3600"]);
    expect([...kept.keys()].map((url) => new URL(url).hostname.endsWith(".invalid"))).toEqual([true]);
  });

  it("that fails has forgotten, and stops nothing", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    stubCache(true);
    await edgeCache.put("a", 1, 60);
    expect(await edgeCache.get("a")).toBeUndefined();
  });
});

it("a key does not show what it is made of, and is the same for the same", async () => {
  const key = await hashOf("315 E Kennedy Blvd");
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(
    [await hashOf("315 E Kennedy Blvd"), await hashOf("316 E Kennedy Blvd")].map((other) => other === key),
  ).toEqual([true, false]);
});
