import { describe, expect, it } from "vitest";
import { type Instant, plusSeconds, toInstant } from "#/kernel/time.ts";
import { fateOfMail, isHopeless } from "./rules.ts";

const createdAt = toInstant("2026-03-28T12:00:00Z");
const day = 86_400;
const failed = { kind: "failed", error: "E_RATE_LIMIT_EXCEEDED" } as const;
const tried = (attempts: number, now: Instant, random = 0.5, usefulSeconds = day) => ({
  attempts,
  createdAt,
  usefulSeconds,
  now,
  random,
});

describe("after an attempt a mail", () => {
  it("that the service accepts is sent", () =>
    expect(fateOfMail({ kind: "sent" }, tried(1, createdAt))).toEqual({
      status: "sent",
      error: null,
      nextAttemptAt: null,
    }));

  it.each([
    [1, 0.5, 30],
    [2, 0.5, 120],
    [2, 0, 108],
    [2, 1, 132],
    [5, 0.5, 21_600],
  ])("that failed %i times is tried again (random %d) after %i seconds", (attempts, random, seconds) =>
    expect(fateOfMail(failed, tried(attempts, createdAt, random))).toEqual({
      status: "queued",
      error: failed.error,
      nextAttemptAt: plusSeconds(createdAt, seconds),
    }),
  );

  it("that failed for the sixth time is given up", () =>
    expect(fateOfMail(failed, tried(6, createdAt))).toEqual({
      status: "failed",
      error: failed.error,
      nextAttemptAt: null,
    }));

  it("is given up when its next attempt comes too late to help its reader", () => {
    const late = plusSeconds(createdAt, 590);
    expect(fateOfMail(failed, tried(1, late, 0.5, 600)).status).toBe("failed");
    expect(fateOfMail(failed, tried(1, late, 0.5, 660)).status).toBe("queued");
  });

  it("that the service refuses for good is given up at once; an address that takes no mail is named as such", () => {
    expect(fateOfMail({ kind: "refused", error: "E_VALIDATION_ERROR" }, tried(1, createdAt)).status).toBe("failed");
    expect(fateOfMail({ kind: "suppressed", error: "E_RECIPIENT_SUPPRESSED" }, tried(1, createdAt)).status).toBe(
      "suppressed",
    );
  });
});

it("a mail that is too late, or that kills its workers, is not sent", () => {
  expect(isHopeless(tried(1, plusSeconds(createdAt, 601), 0, 600))).toBe(true);
  expect(isHopeless(tried(6, createdAt))).toBe(false);
  expect(isHopeless(tried(7, createdAt))).toBe(true);
});
