import { describe, expect, it } from "vitest";
import { toInstant } from "#/kernel/time.ts";
import {
  errorOfStatus,
  errorOfThrown,
  fateOfDelivery,
  isGone,
  isTimeout,
  type Outcome,
  retryAfterSeconds,
  retrySchedule,
} from "./rules.ts";

const now = toInstant("2026-03-28T12:00:00Z");
const standard = retrySchedule({ ENVIRONMENT: "production", WEBHOOK_RETRY_SECONDS: "1,2" });
const failure: Outcome = { responseStatus: 500, error: "status", responseExcerpt: null, durationMs: 5 };
const fate = (outcome: Outcome, attempts: number, random = 0.5) =>
  fateOfDelivery(outcome, { attempts, schedule: standard, now, random });

describe("retry schedule", () => {
  it("is that of Standard Webhooks in production, whatever the variable says: 10 attempts over 75 h 35 min", () => {
    expect(standard).toHaveLength(10);
    expect(standard.reduce((sum, pause) => sum + pause, 0)).toBe(75 * 3600 + 35 * 60 + 5);
  });
  it.each(["Development", "staging", ""])("is the standard where ENVIRONMENT is not known: %s", (ENVIRONMENT) => {
    expect(retrySchedule({ ENVIRONMENT, WEBHOOK_RETRY_SECONDS: "1,2" })).toEqual(standard);
  });
  it("is replaced in development", () => {
    expect(retrySchedule({ ENVIRONMENT: "development", WEBHOOK_RETRY_SECONDS: "1,2,4" })).toEqual([0, 1, 2, 4]);
    expect(retrySchedule({ ENVIRONMENT: "development", WEBHOOK_RETRY_SECONDS: "" })).toEqual(standard);
  });
});

describe("after an attempt", () => {
  it("a success is the end", () =>
    expect(fate({ ...failure, responseStatus: 204, error: null }, 1)).toEqual({
      status: "delivered",
      nextAttemptAt: null,
    }));

  it.each([
    [1, 0.5, "2026-03-28T12:00:05.000Z"],
    [2, 0.5, "2026-03-28T12:05:00.000Z"],
    [2, 0, "2026-03-28T12:04:30.000Z"],
    [2, 0.999999, "2026-03-28T12:05:29.999Z"],
    [9, 0.5, "2026-03-29T12:00:00.000Z"],
  ])("the %i. failure is followed by the next step (random %d)", (attempt, random, nextAttemptAt) =>
    expect(fate(failure, attempt, random)).toEqual({ status: "pending", nextAttemptAt }),
  );

  it("the tenth failure is the last", () =>
    expect(fate(failure, 10)).toEqual({ status: "failed", nextAttemptAt: null }));

  it("410 is the last at once, and the receiver is gone", () => {
    expect(fate({ ...failure, responseStatus: 410 }, 1)).toEqual({ status: "failed", nextAttemptAt: null });
    expect([410, 404, null].map((responseStatus) => isGone({ responseStatus }))).toEqual([true, false, false]);
  });

  it("waits as long as the receiver asks, if that is longer than the step", () => {
    expect(fate({ ...failure, responseStatus: 429, retryAfter: 90 }, 1)).toMatchObject({
      nextAttemptAt: "2026-03-28T12:01:30.000Z",
    });
    expect(fate({ ...failure, responseStatus: 503, retryAfter: 1 }, 2)).toMatchObject({
      nextAttemptAt: "2026-03-28T12:05:00.000Z",
    });
  });
});

it.each([
  ["120", 120],
  ["Sat, 28 Mar 2026 12:01:00 GMT", 60],
  ["Sat, 28 Mar 2026 11:00:00 GMT", 0],
  ["999999999", 86_400],
  ["soon", undefined],
  [null, undefined],
])("Retry-After %s means %s seconds", (header, seconds) => expect(retryAfterSeconds(header, now)).toBe(seconds));

it.each([
  [200, null],
  [204, null],
  [302, "redirect"],
  [308, "redirect"],
  [404, "status"],
  [500, "status"],
  [521, "refused"],
  [522, "timeout"],
  [526, "tls"],
  [530, "status"],
])("an answer of %i is %s", (status, error) => expect(errorOfStatus(status)).toBe(error));

it("knows a host name that leads nowhere by what Cloudflare answers in its place", () => {
  expect([errorOfStatus(530, "error code: 1016"), errorOfStatus(500, "error code: 1016")]).toEqual(["dns", "status"]);
});

it("tells a receiver that takes too long from one that cannot be reached", async () => {
  const tooLong: unknown = await new Promise((resolve) => {
    const signal = AbortSignal.timeout(1);
    signal.addEventListener("abort", () => resolve(signal.reason));
  });
  expect([isTimeout(tooLong), isTimeout(new TypeError("fetch failed"))]).toEqual([true, false]);
  const lost = new Error("Network connection lost.");
  const internal = new Error("internal error; reference = ersne918f0uhufmcnuogrp5b");
  expect([errorOfThrown(lost, false), errorOfThrown(lost, true), errorOfThrown(lost, undefined)]).toEqual([
    "refused",
    "connection",
    "connection",
  ]);
  expect([errorOfThrown(internal, false), errorOfThrown(internal, true)]).toEqual(["dns", "tls"]);
});
