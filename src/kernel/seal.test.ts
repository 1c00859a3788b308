import { describe, expect, it } from "vitest";
import { seal, sealMark, unseal } from "./seal.ts";

const env = { SEAL_KEY: Buffer.alloc(32, 1).toString("base64") };

describe("a sealed value", () => {
  it("opens for its place, is different each time, and holds any text", async () => {
    const text = "whsec_ñ日本🔧";
    const [one, two] = await Promise.all([seal(env, "here", text), seal(env, "here", text)]);
    expect(one).not.toBe(two);
    expect(await unseal(env, "here", one)).toBe(text);
    expect(await unseal(env, "here", await seal(env, "here", ""))).toBe("");
  });

  it("does not open for another place, under another key, or after a change", async () => {
    const sealed = await seal(env, "here", "secret");
    await expect(unseal(env, "there", sealed)).rejects.toThrow();
    await expect(unseal({ SEAL_KEY: Buffer.alloc(32, 2).toString("base64") }, "here", sealed)).rejects.toThrow();
    const changed = sealed.slice(0, -4) + (sealed.endsWith("AAAA") ? "BBBB" : "AAAA");
    await expect(unseal(env, "here", changed)).rejects.toThrow();
    await expect(unseal(env, "here", "secret")).rejects.toThrow("not a sealed value");
  });

  it("opens under the key that it names, and under the last one when it is older than the ids of keys", async () => {
    const [old, next] = [env.SEAL_KEY, Buffer.alloc(32, 3).toString("base64")];
    const before = await seal(env, "here", "secret");
    const both = { SEAL_KEY: `k2:${next},k1:${old}` };
    const named = await seal({ SEAL_KEY: `k1:${old}` }, "here", "secret");
    const after = await seal(both, "here", "secret");
    expect([before, named, after].map((sealed) => sealed.slice(0, 6))).toEqual([
      before.slice(0, 6),
      "v2.k1.",
      "v2.k2.",
    ]);
    expect([sealMark(env), sealMark(both)]).toEqual(["v1.", "v2.k2."]);
    for (const sealed of [before, named, after]) expect(await unseal(both, "here", sealed)).toBe("secret");
    expect(await unseal({ SEAL_KEY: `k2:${next},${old}` }, "here", before)).toBe("secret");
    await expect(unseal({ SEAL_KEY: `k2:${next}` }, "here", named)).rejects.toThrow("SEAL_KEY has no key k1");
  });

  it("needs a key of 32 bytes", () =>
    expect(seal({ SEAL_KEY: "c2hvcnQ=" }, "here", "x")).rejects.toThrow("SEAL_KEY must be 32 bytes"));
});
