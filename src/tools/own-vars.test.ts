import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { ownVars } from "./own-vars.ts";
import { publicUrl } from "./platform-api.ts";

const examples = readConfig().vars;
const own = {
  PUBLIC_URL: "https://api.smithhvac.io",
  MAIL_FROM: "no-reply@smithhvac.io",
  CONTACT_EMAIL: "developers@smithhvac.io",
};

describe("the variables of a deployment", () => {
  it("come from outside, each of them, and else from wrangler.toml", () => {
    expect(ownVars(examples, { ...own, CORS_ORIGINS: "https://app.smithhvac.io", HOME: "/home" })).toEqual({
      ...examples,
      ...own,
      CORS_ORIGINS: "https://app.smithhvac.io",
    });
    expect(ownVars({ ...examples, LOG_REQUESTS: "on" }, { ...own, LOG_REQUESTS: "" })).toMatchObject({
      LOG_REQUESTS: "",
    });
  });

  it("must replace the examples of wrangler.toml: one refusal names all", () => {
    expect(() => ownVars(examples, {})).toThrow(/PUBLIC_URL is [\s\S]*MAIL_FROM is [\s\S]*CONTACT_EMAIL is /);
  });

  it.each([
    ["PUBLIC_URL", "http://api.smithhvac.io"],
    ["PUBLIC_URL", "https://api.smithhvac.io/"],
    ["PUBLIC_URL", "https://api.smithhvac.io/api"],
    ["PUBLIC_URL", "https://api.example.com"],
    ["PUBLIC_URL", "https://localhost"],
    ["PUBLIC_URL", "api.smithhvac.io"],
    ["PUBLIC_URL", ""],
    ["MAIL_FROM", "no-reply@truckroll.example"],
    ["MAIL_FROM", "no-reply@mail.example.org"],
    ["MAIL_FROM", "smithhvac.io"],
    ["MAIL_FROM", ""],
    ["CONTACT_EMAIL", "developers@truckroll.example"],
    ["CONTACT_EMAIL", ""],
    ["ENVIRONMENT", "development"],
    ["ENVIRONMENT", "staging"],
  ])("refuse %s=%s", (name, value) => {
    expect(() => ownVars(examples, { ...own, [name]: value })).toThrow(`${name} is "${value}"`);
  });
});

describe("the address that tools with --remote talk to", () => {
  it("is taken from outside as for a deployment, without what else a deployment needs, and is never the example", () => {
    expect(publicUrl({ PUBLIC_URL: own.PUBLIC_URL })).toBe(own.PUBLIC_URL);
    expect(() => publicUrl({})).toThrow(/PUBLIC_URL is "https:\/\/api\.truckroll\.example"/);
  });
});
