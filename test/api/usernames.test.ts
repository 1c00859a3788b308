import { beforeAll, describe, expect, it } from "vitest";
import { type Business, client, newBusiness, PASSWORD } from "../support/client.ts";

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});
const hire = (username: string) =>
  business.api.post("/admin/technicians", {
    name: "Mike Johnson",
    pay_type: "hourly",
    base_pay_cents: 2500,
    username,
    password: PASSWORD,
  });
const logIn = (username: string) =>
  client({ "x-tenant-id": business.tenantId }).post("/auth/login", { username, password: PASSWORD });

describe("a user name", () => {
  it.each([
    ["of Latin letters with accents, typed in pieces", "Jose\u0301e", "Jos\u00e9e"],
    ["of full-width letters", "\uff4d\uff49\uff4b\uff45", "mike"],
    ["in Devanagari, whose vowels are marks", "\u0930\u093e\u0939\u0941\u0932", "\u0930\u093e\u0939\u0941\u0932"],
    ["in Thai", "\u0e2a\u0e38\u0e14\u0e32\u0e27\u0e14\u0e35", "\u0e2a\u0e38\u0e14\u0e32\u0e27\u0e14\u0e35"],
    ["in Tamil", "\u0b95\u0bc1\u0bae\u0bbe\u0bb0\u0bcd", "\u0b95\u0bc1\u0bae\u0bbe\u0bb0\u0bcd"],
    ["in Arabic with vowel marks", "\u0645\u064f\u062d\u0645\u062f", "\u0645\u064f\u062d\u0645\u062f"],
    ["in Hangul, typed letter by letter", "\u1112\u1161\u11ab\u1100\u1173\u11afab", "\ud55c\uae00ab"],
  ])("%s is kept in one form, and signs in however it is typed", async (_, typed, kept) => {
    const made = await hire(typed);
    expect([made.status, made.data.username]).toEqual([201, kept]);
    for (const form of ["NFC", "NFD", "NFKC", "NFKD"] as const) {
      const answer = await logIn(kept.normalize(form).toUpperCase());
      expect([answer.status, answer.data?.user.username], form).toEqual([200, kept]);
    }
    const again = await hire(kept.normalize("NFD"));
    expect([again.status, again.error.reason]).toEqual([409, "user.username_taken"]);
  });

  it.each([
    ["a mark without a letter", "\u0301mike"],
    ["a joiner that nobody sees", "mi\u200dke"],
    ["a combining grapheme joiner", "mi\u034fke"],
    ["a variation selector", "mike\ufe0f"],
    ["a filler", "mi\u3164ke"],
    ["a space", "mike johnson"],
    ["a right-to-left override", "mi\u202eke"],
    ["two letters after it is normalised", "\u0061\u0301\u0062"],
    ["more than 64 letters after it is normalised", "\ufb03".repeat(22)],
  ])("with %s is refused", async (_, username) => {
    const refused = await hire(username);
    expect([refused.status, refused.error.fields]).toEqual([
      422,
      { username: "must be 3 to 64 letters, digits or . _ @ + -" },
    ]);
  });
});
