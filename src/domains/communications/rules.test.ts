import { describe, expect, it } from "vitest";
import { toInstant } from "#/kernel/time.ts";
import { filled, namedIn, unknownIn } from "./placeholders.ts";
import { fateOfText, isTooLate, keywordOf, type Status, statusAfter, statuses, whyNot } from "./rules.ts";
import { segmentsOf } from "./segments.ts";

describe("how far a message has come", () => {
  it("reports in any order, twice and late, lead to where the last step is, and nothing goes back", () => {
    const steps: Status[] = ["sent", "delivered", "opened"];
    const orders = steps.flatMap((a) => steps.flatMap((b) => steps.map((c) => [a, b, c] as const)));
    for (const order of orders) {
      let status: Status = "queued";
      for (const told of order) status = statusAfter(status, told) ?? status;
      expect(status, order.join()).toBe(steps[Math.max(...order.map((told) => steps.indexOf(told)))]);
    }
  });

  it("of two ends the first stands, and what failed was not opened", () => {
    expect(statusAfter("delivered", "failed")).toBeUndefined();
    expect(statusAfter("failed", "delivered")).toBeUndefined();
    expect(statusAfter("failed", "opened")).toBeUndefined();
    expect(statusAfter("sent", "failed")).toBe("failed");
  });

  it("an outcome that nobody knew is told later, and what was never sent is not", () => {
    expect(statusAfter("unknown", "delivered")).toBe("delivered");
    for (const status of ["suppressed", "received", "logged"] as const)
      for (const told of statuses) expect(statusAfter(status, told), `${status} ${told}`).toBeUndefined();
  });
});

describe("whether a customer wants a message", () => {
  const known = { doNotService: false, archivedAt: null };
  const message = { channel: "sms", category: "transactional", isReply: false, to: "+18135550142" } as const;
  const granted = (category: "transactional" | "marketing", channel: "sms" | "email" = "sms") =>
    ({ channel, category, state: "granted" }) as const;
  const judge = (more: Partial<Parameters<typeof whyNot>[0]> = {}) =>
    whyNot({ ...message, customer: known, consents: [], suppression: undefined, ...more });

  it("a text needs a consent, each kind its own; a mail about their work does not, marketing does", () => {
    expect(judge()).toBe("no_consent");
    expect(judge({ consents: [granted("transactional")] })).toBeUndefined();
    expect(judge({ category: "marketing", consents: [granted("transactional")] })).toBe("no_consent");
    expect(judge({ channel: "email" })).toBeUndefined();
    expect(judge({ channel: "email", category: "marketing" })).toBe("no_consent");
    expect(judge({ channel: "email", consents: [{ ...granted("transactional", "email"), state: "revoked" }] })).toBe(
      "revoked",
    );
  });

  it("a STOP stands above every consent, and only its own answer goes out", () => {
    const consents = [granted("transactional"), granted("marketing")];
    expect(judge({ consents, suppression: "stop" })).toBe("stop");
    expect(judge({ consents, suppression: "stop", isReply: true })).toBeUndefined();
    expect(judge({ to: null, isReply: true })).toBe("no_address");
  });

  it("who is not served, or is archived, gets no offers", () => {
    const consents = [granted("transactional"), granted("marketing")];
    expect(judge({ consents, category: "marketing", customer: { ...known, doNotService: true } })).toBe(
      "do_not_service",
    );
    expect(judge({ consents, category: "marketing", customer: { ...known, archivedAt: "x" } })).toBe("archived");
    expect(judge({ consents, customer: { ...known, doNotService: true } })).toBeUndefined();
  });
});

it("STOP and its sisters count alone, in any case and with a full stop", () => {
  for (const text of [
    "STOP",
    "stop.",
    " Stop! ",
    "STOPALL",
    "Stop all",
    "unsubscribe",
    "END",
    "quit",
    "Cancel",
    "opt-out",
  ])
    expect(keywordOf(text, false), text).toBe("stop");
  for (const text of ["start", "UNSTOP"]) expect(keywordOf(text, false), text).toBe("start");
  for (const text of ["Help", "INFO?"]) expect(keywordOf(text, false), text).toBe("help");
  const sentences = ["Please do not stop", "Cancel my appointment on Tuesday", "", "the end is near", "🛑"];
  // a day, a time or a word of another alphabet makes it a sentence too
  for (const text of [...sentences, "Cancel 3/12", "Start 8:30", "End 5", "Info 2", "Стоп stop"])
    expect(keywordOf(text, false), text).toBeUndefined();
  expect(keywordOf("Yes", false)).toBeUndefined();
  expect(keywordOf("Yes", true)).toBe("start");
});

describe("a text after an attempt", () => {
  const tried = { attempts: 1, now: toInstant("2026-03-10T15:00:00Z"), random: 0.5 };

  it("is tried again only where it was certainly not taken", () => {
    expect(fateOfText({ kind: "failed", error: "http_429" }, tried)).toMatchObject({
      status: "queued",
      nextAttemptAt: "2026-03-10T15:00:30.000Z",
    });
    expect(fateOfText({ kind: "failed", error: "http_429" }, { ...tried, attempts: 5 })).toMatchObject({
      status: "failed",
      reason: "refused",
    });
    expect(fateOfText({ kind: "unknown", error: "no_answer" }, tried)).toMatchObject({
      status: "unknown",
      reason: "outcome_unknown",
      nextAttemptAt: null,
    });
    expect(fateOfText({ kind: "stopped", error: "21610" }, tried)).toMatchObject({
      status: "suppressed",
      reason: "stop",
    });
  });

  it("helps its reader for a day, an offer for three", () => {
    const due = toInstant("2026-03-10T15:00:00Z");
    expect(isTooLate(due, "transactional", toInstant("2026-03-11T15:00:00Z"))).toBe(false);
    expect(isTooLate(due, "transactional", toInstant("2026-03-11T15:00:01Z"))).toBe(true);
    expect(isTooLate(due, "marketing", toInstant("2026-03-13T15:00:00Z"))).toBe(false);
  });
});

describe("variables of a template", () => {
  it("are named, once each, with or without spaces; what the kind does not know is told, an open brace too", () => {
    expect(namedIn("{{a}} {{ b }} {{a}}")).toEqual(["a", "b"]);
    expect(unknownIn("Hi {{customer_first_name}}, {{ job_title }}", "job")).toEqual([]);
    expect(unknownIn("Hi {{customer_first_name}}, {{job_title}} {{nmae}}", "invoice")).toEqual(["job_title", "nmae"]);
    expect(unknownIn("Hi {{customer_name", "general")).toEqual(["{{customer_name"]);
    expect(unknownIn("{{constructor}}", "general")).toEqual(["constructor"]);
  });

  it("are filled in as they are, and a value is never read as a template", () => {
    expect(filled("Hi {{a}}", { a: "{{b}} $& $1" })).toEqual({ text: "Hi {{b}} $& $1", missing: [] });
    expect(filled("Hi {{a}} {{toString}}", {})).toEqual({ text: "Hi  ", missing: ["a", "toString"] });
  });
});

it("a text of 159 letters and a € is 161 septets, two parts; one letter outside the alphabet makes all of it UCS-2", () => {
  expect(segmentsOf("a".repeat(160))).toMatchObject({ segments: 1, encoding: "GSM-7" });
  expect(segmentsOf(`${"a".repeat(159)}€`)).toEqual({ segments: 2, encoding: "GSM-7", characters: 161 });
  expect(segmentsOf(`${"a".repeat(70)}á`)).toMatchObject({ segments: 2, encoding: "UCS-2" });
  expect(segmentsOf("é ñ ü")).toMatchObject({ segments: 1, encoding: "GSM-7" });
});
