import fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { ACCESS_TOKEN_SECONDS, readStaffToken, type StaffClaims, signStaffToken } from "./tokens.ts";

const keys = (fill: number) => ({ TOKEN_KEYS: `k${fill}:${Buffer.alloc(32, fill).toString("base64")}` });
const claims: StaffClaims = {
  tenantId: "a0a6f3b2-5a0e-4a0e-9d7e-0c7a8d4f2b11",
  userId: 1,
  sessionId: "ses_1",
  technicianId: 7,
  roles: ["technician"],
  authTime: 1_774_700_000,
};

afterEach(() => {
  vi.useRealTimers();
});

it("accepts an access token until the second in which it expires", async () => {
  vi.useFakeTimers({ now: 1_774_700_000_000, toFake: ["Date"] });
  const token = await signStaffToken(keys(1), claims);
  expect(await readStaffToken(keys(1), token)).toMatchObject(claims);
  vi.setSystemTime(1_774_700_000_000 + ACCESS_TOKEN_SECONDS * 1000 - 1);
  expect(await readStaffToken(keys(1), token)).toMatchObject(claims);
  vi.setSystemTime(1_774_700_000_000 + ACCESS_TOKEN_SECONDS * 1000);
  expect(await readStaffToken(keys(1), token)).toBeNull();
});

it("rejects a token whose key was removed, even if it was accepted a moment ago", async () => {
  const token = await signStaffToken(keys(2), claims);
  expect(await readStaffToken(keys(2), token)).toMatchObject(claims);
  expect(await readStaffToken(keys(3), token)).toBeNull();
});

it("rejects a changed signature, even if the original token was accepted a moment ago", async () => {
  const token = await signStaffToken(keys(4), claims);
  expect(await readStaffToken(keys(4), token)).toMatchObject(claims);
  const forged = `${token.slice(0, -2)}${token.endsWith("AA") ? "BB" : "AA"}`;
  expect(await readStaffToken(keys(4), forged)).toBeNull();
});

it("rejects a token with one changed character, another spelling or padding", async () => {
  const token = await signStaffToken(keys(5), claims);
  const characters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ");
  const changed = fc
    .tuple(fc.nat(token.length - 1), fc.constantFrom(...characters))
    .filter(([at, character]) => token[at] !== character)
    .map(([at, character]) => token.slice(0, at) + character + token.slice(at + 1));
  const refused = async (forged: string) => {
    expect(await readStaffToken(keys(5), forged)).toBeNull();
  };
  await fc.assert(fc.asyncProperty(changed, refused), { numRuns: 300 });
  const others = characters.filter((character) => !token.endsWith(character));
  for (const last of others) await refused(token.slice(0, -1) + last);
  for (const padded of [`${token}=`, ` ${token}`, `${token}A`, token.slice(0, -1)]) await refused(padded);
  expect(await readStaffToken(keys(5), token)).toMatchObject(claims);
});
