import { exportJWK, generateKeyPair, type JSONWebKeySet } from "jose";
import { describe, expect, it, vi } from "vitest";
import { keyCache } from "./key-cache.ts";

const URL = "https://provider.example/keys";
const { publicKey } = await generateKeyPair("ES256");
const jwk = await exportJWK(publicKey);
const setOf = (...kids: string[]): JSONWebKeySet => ({ keys: kids.map((kid) => ({ ...jwk, kid })) });

/** A cache for a provider that publishes `published`, with a clock that the test controls. */
function cacheOver(published: { kids: string[]; down?: boolean }) {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const time = { now: 1_000_000_000 };
  const asked = { times: 0 };
  const background: Promise<unknown>[] = [];
  const cache = keyCache({
    clock: () => time.now,
    fetchKeys: async () => {
      asked.times++;
      await Promise.resolve();
      if (published.down) throw new Error("no route");
      return setOf(...published.kids);
    },
  });
  const get = (kid: string) => cache.get(URL, kid, (work) => background.push(work));
  const has = async (kid: string) => (await get(kid))?.has(kid);
  return { get, has, asked, time, background };
}

describe("a provider's keys", () => {
  it("are fetched once for many requests at the same time, and after the first request has ended", async () => {
    const { has, asked, background } = cacheOver({ kids: ["a"] });
    expect(await Promise.all(Array.from({ length: 50 }, () => has("a")))).toEqual(Array(50).fill(true));
    expect([asked.times, background.length]).toEqual([1, 1]);
  });

  it("are fetched again immediately for a new key id, and then not for a minute", async () => {
    const published = { kids: ["a"] };
    const { has, asked, time } = cacheOver(published);
    await has("a");
    published.kids = ["b"];
    expect([await has("b"), asked.times]).toEqual([true, 2]);
    published.kids = ["c"];
    time.now += 59_999;
    expect([await has("c"), asked.times]).toEqual([false, 2]);
    time.now += 1;
    expect([await has("c"), asked.times]).toEqual([true, 3]);
  });

  it("are fetched at most once a minute for invented key ids", async () => {
    const { has, asked, time } = cacheOver({ kids: ["a"] });
    await has("a");
    for (let minute = 1; minute <= 3; minute++) {
      await Promise.all(Array.from({ length: 100 }, (_, i) => has(`invented-${i}`)));
      for (let i = 0; i < 100; i++) expect(await has(`later-${i}`)).toBe(false);
      expect(asked.times).toBe(1 + minute);
      time.now += 60_000;
    }
  });

  it("are refreshed after ten minutes, so a removed key stops working", async () => {
    const published = { kids: ["a", "b"] };
    const { has, time } = cacheOver(published);
    await has("a");
    published.kids = ["b"];
    time.now += 9 * 60_000;
    expect(await has("a")).toBe(true);
    time.now += 60_000;
    expect(await has("a")).toBe(false);
  });

  it("stay in use while the provider is down, and an unknown key id gets no answer", async () => {
    const published = { kids: ["a"], down: false };
    const { get, has, asked, time } = cacheOver(published);
    await has("a");
    published.down = true;
    time.now += 3_600_000;
    expect(await has("a")).toBe(true);
    expect(await get("new")).toBeUndefined();
    expect(asked.times).toBe(2);
    published.down = false;
    time.now += 60_000;
    expect(await has("new")).toBe(false);
  });

  it("are fetched on each request while the cache is empty", async () => {
    const published = { kids: ["a"], down: true };
    const { get, has } = cacheOver(published);
    expect([await get("a"), await get("a")]).toEqual([undefined, undefined]);
    published.down = false;
    expect(await has("a")).toBe(true);
  });

  it("must be a key set", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const cache = keyCache({ fetchKeys: async () => ({ not: "keys" }) as never });
    expect(await cache.get(URL, "a", () => undefined)).toBeUndefined();
  });
});
