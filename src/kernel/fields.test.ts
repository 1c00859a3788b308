import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanName, line, properName } from "./fields.ts";

const problemOf = (schema: ReturnType<typeof line>, text: string) => schema.safeParse(text).error?.issues[0]?.message;

describe("a line of text", () => {
  it.each([
    "Smith HVAC",
    "\u05d9\u05d5\u05e1\u05d9",
    "\u0928\u092e\u0938\u094d\u0924\u0947",
    "\u{1f468}\u200d\u{1f527} Mike",
    "-",
  ])("may be %j", (text) => expect(problemOf(line(80), text)).toBeUndefined());
  it.each(["\u202egnp.exe", "a\u2066b", "a\u200fb", "\u061ca"])("must not turn the text around: %j", (text) =>
    expect(problemOf(line(80), text)).toContain("direction"),
  );
  it.each(["\u200b", "\u3164", "\u115f\u1160", "\u2800", "\u00ad\ufe0f", "\u{e0041}", "\u200b \u200b"])(
    "must be visible: %j",
    (text) => expect(problemOf(line(80), text)).toContain("seen"),
  );
});

describe("a name that goes into mails", () => {
  it.each(["Smith HVAC Inc.", "J.R. Smith & Sons", "St. John Plumbing", "A.C.E. Cooling", "24/7 Heating", "Nr.1 Air"])(
    "may be %s",
    (text) => expect(problemOf(properName(80), text)).toBeUndefined(),
  );
  it.each([
    "https://evil.example",
    "Claim your prize at evil.com/x",
    "WWW.evil",
    "EVIL.COM",
    "hxxp://x",
    "evil\uff0ecom",
    "evil\u3002com",
    "mail me@evil.io",
    "evil.xn--p1ai",
  ])("must not bring a link: %s", (text) => expect(problemOf(properName(80), text)).toContain("web address"));
  it("is made of any other by cleanName, or nothing is", () => {
    const texts = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.webUrl(), fc.emailAddress());
    fc.assert(
      fc.property(fc.array(texts), (parts) => {
        const name = cleanName(parts.join(" "), 80);
        if (name !== undefined) expect(problemOf(properName(80), name)).toBeUndefined();
      }),
    );
    expect(cleanName("Jane at smithhvac.example", 80)).toBe("Jane at smithhvac. example");
  });
});
