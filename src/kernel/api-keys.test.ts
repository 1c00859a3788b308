import { describe, expect, it } from "vitest";
import { looksLikeApiKey, makeApiKey, tenantOfApiKey } from "./api-keys.ts";

const TENANT = "0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90";

describe("an API key", () => {
  it("contains its tenant id, begins with its prefix, and is unique", async () => {
    const [one, two] = await Promise.all([makeApiKey(TENANT), makeApiKey(TENANT)]);
    expect(one.key).toMatch(/^trk_[A-Za-z0-9_-]{82}$/);
    expect(one.key.startsWith(one.prefix)).toBe(true);
    expect(one.prefix).toHaveLength(12);
    expect(one.key).not.toBe(two.key);
    expect(await tenantOfApiKey(one.key)).toBe(TENANT);
    expect(looksLikeApiKey(one.key)).toBe(true);
    expect(looksLikeApiKey("eyJhbGciOiJIUzI1NiJ9.e30.x")).toBe(false);
  });

  it("works for any tenant id", async () => {
    const tenants = ["00000000-0000-4000-8000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff"];
    tenants.push(...Array.from({ length: 200 }, () => crypto.randomUUID()));
    for (const tenant of tenants) expect(await tenantOfApiKey((await makeApiKey(tenant)).key)).toBe(tenant);
  });

  it("is rejected when one character is changed, removed or added", async () => {
    const { key } = await makeApiKey(TENANT);
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= ";
    for (let at = 0; at < key.length; at++) {
      const [before, after] = [key.slice(0, at), key.slice(at + 1)];
      const changed = Array.from(alphabet, (char) => before + char + after).filter((other) => other !== key);
      const passed = await Promise.all([...changed, before + after, `${before}A${key.slice(at)}`].map(tenantOfApiKey));
      expect(passed.every((tenant) => tenant === null)).toBe(true);
    }
  });
});
