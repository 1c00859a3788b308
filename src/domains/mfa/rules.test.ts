import { generateSecret, generateSync } from "otplib";
import encodeQR from "qr";
import { describe, expect, it } from "vitest";
import type { Challenge, User } from "#/domains/identity/index.ts";
import { toInstant } from "#/kernel/time.ts";
import { emailCodeEnd, isLive, maskedAddress, otpauthUri, typedCode, usableStep } from "./rules.ts";

const at = (seconds: number) => toInstant(seconds * 1000);

describe("a code of an authenticator app", () => {
  // "12345678901234567890" in base32
  const RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  // the RFC's codes have eight digits; ours are their last six
  it.each([
    [59, "94287082"],
    [1_111_111_109, "07081804"],
    [1_111_111_111, "14050471"],
    [1_234_567_890, "89005924"],
    [2_000_000_000, "69279037"],
    [20_000_000_000, "65353130"],
  ])("at second %i is the one of RFC 6238", (second, code) =>
    expect(usableStep(RFC_SECRET, code.slice(2), at(second), null)).toBe(Math.floor(second / 30)),
  );

  it("is the same as another implementation's, for any secret and time", () => {
    for (let i = 0; i < 200; i++) {
      const secret = generateSecret({ length: 20 });
      const second = Math.floor(Math.random() * 4_000_000_000);
      const code = generateSync({ secret, epoch: second });
      expect(usableStep(secret, code, at(second), null)).toBe(Math.floor(second / 30));
    }
  });

  const now = 1_800_000_010;
  const step = Math.floor(now / 30);
  const codeAt = (second: number) => generateSync({ secret: RFC_SECRET, epoch: second });

  it("may be half a minute early or late, and no more", () => {
    const steps = [-60, -30, 0, 30, 60].map((drift) => usableStep(RFC_SECRET, codeAt(now + drift), at(now), null));
    expect(steps).toEqual([null, step - 1, step, step + 1, null]);
  });

  it("is refused once it, or a later one, was used", () => {
    const used = (last: number) =>
      [-30, 0, 30].map((drift) => usableStep(RFC_SECRET, codeAt(now + drift), at(now), last) !== null);
    expect(used(step - 2)).toEqual([true, true, true]);
    expect(used(step - 1)).toEqual([false, true, true]);
    expect(used(step)).toEqual([false, false, true]);
    expect(used(step + 1)).toEqual([false, false, false]);
  });
});

it.each([
  ["123456", { kind: "digits", code: "123456" }],
  [" 123 456 ", { kind: "digits", code: "123456" }],
  ["7k0m-q4rt-9xwz", { kind: "backup", code: "7K0MQ4RT9XWZ" }],
  ["1234-5678-9012", { kind: "backup", code: "123456789012" }],
  ["", null],
  ["12345", null],
  ["1234567", null],
  ["１２３４５６", null],
  ["7K0M-Q4RT-9XWU", null],
])("%j is read as %j", (text, code) => expect(typedCode(text)).toEqual(code));

it("names the business and the user in the app, and fits into a QR code however long the names are", () => {
  const secret = generateSecret({ length: 20 });
  expect(otpauthUri(secret, { username: "admin", businessName: "Smith: HVAC" })).toMatch(
    /^otpauth:\/\/totp\/Smith%20%20HVAC:admin\?issuer=Smith%20%20HVAC&secret=\w{32}&/,
  );
  const longest = otpauthUri(secret, { username: "𠮷".repeat(64), businessName: "𠮷".repeat(120) });
  expect(encodeQR(longest, "svg")).toMatch(/^<svg /);
});

describe("a log-in's challenge", () => {
  const [made, now] = [at(1000), at(1010)];
  const user = { id: 7, status: "active", mfaEnabledAt: at(900), passwordChangedAt: at(900) } as User;
  const challenge: Challenge = {
    tenantId: "t",
    id: "mfa_1",
    userId: 7,
    purpose: "verify",
    failures: 4,
    expiresAt: at(1300),
    usedAt: null,
    emailCodeHash: null,
    emailCodeExpiresAt: null,
  };

  it("waits for the code, and an enrolment for a user without a second factor", () => {
    expect(isLive(challenge, user, now)).toBe(true);
    expect(isLive(challenge, { ...user, mfaEnabledAt: made, passwordChangedAt: made }, made)).toBe(true);
    expect(isLive({ ...challenge, purpose: "enroll" }, { ...user, mfaEnabledAt: null }, now)).toBe(true);
  });

  it.each<[string, Partial<Challenge>, Partial<User>]>([
    ["it was used", { usedAt: made }, {}],
    ["five codes were wrong", { failures: 5 }, {}],
    ["five minutes have passed", { expiresAt: now }, {}],
    ["it is another user's", { userId: 8 }, {}],
    ["the user was deactivated", {}, { status: "deactivated" }],
    ["the password was changed", {}, { passwordChangedAt: at(1001) }],
    ["the second factor was replaced", {}, { mfaEnabledAt: at(1001) }],
    ["the second factor was given up", {}, { mfaEnabledAt: null }],
    ["a second factor was enrolled already", { purpose: "enroll" }, {}],
  ])("is over when %s", (_, challengeMore, userMore) =>
    expect(isLive({ ...challenge, ...challengeMore }, { ...user, ...userMore }, now)).toBe(false),
  );

  it("ends its mailed code with it, and that after ten minutes at the latest", () => {
    expect(emailCodeEnd({ expiresAt: at(1300) }, now)).toBe(at(1300));
    expect(emailCodeEnd({ expiresAt: at(9000) }, now)).toBe(at(1610));
  });
});

it("shows enough of an address to recognise it", () => {
  expect(maskedAddress("jane@smithhvac.example")).toBe("j***@smithhvac.example");
  expect(maskedAddress("j@x.example")).toBe("j***@x.example");
});
