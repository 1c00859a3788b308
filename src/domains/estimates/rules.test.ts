import { describe, expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import {
  boughtLines,
  chosenFrom,
  estimateStatuses,
  isReminderDue,
  isRevisable,
  optionIds,
  rateBps,
  secondsBetween,
  slugOf,
  standingOf,
} from "./rules.ts";

const day = (text: string) => text as LocalDate;
const at = (text: string) => text as Parameters<typeof secondsBetween>[0];
const line = (isOptional = false) => ({ isOptional });
const good = { id: "good", lines: [line()] };
const better = { id: "better", lines: [line(), line(true), line(true)] };

describe("the choice of a customer", () => {
  it("needs no name where there is one option, and an answer where there are several", () => {
    expect(chosenFrom([good], {})).toEqual({ option: good, optionalLines: [] });
    expect(chosenFrom([good, better], {})).toEqual({ problem: "option_missing", choices: ["good", "better"] });
    expect(chosenFrom([good, better], { option: "best" })).toEqual({
      problem: "option_unknown",
      choices: ["good", "better"],
    });
    expect(chosenFrom([good, better], { option: "better" })).toEqual({ option: better, optionalLines: [] });
  });

  it("takes optional lines, each once, and no other line", () => {
    expect(chosenFrom([better], { optionalLines: [3, 2, 3] })).toEqual({ option: better, optionalLines: [2, 3] });
    for (const wrong of [1, 4])
      expect(chosenFrom([better], { optionalLines: [2, wrong] })).toEqual({
        problem: "line_unknown",
        line: wrong,
        choices: [2, 3],
      });
    expect(boughtLines(better.lines, [3])).toEqual([line(), line(true)]);
    expect(boughtLines(better.lines, [])).toEqual([line()]);
  });
});

describe("an estimate", () => {
  it("can be accepted until its last day is over on the business' calendar", () => {
    const sent = { status: "sent", validUntil: day("2026-04-30") } as const;
    expect(standingOf(sent, day("2026-04-30"))).toBe("sent");
    expect(standingOf(sent, day("2026-05-01"))).toBe("expired");
    expect(standingOf({ ...sent, validUntil: null }, day("2199-12-31"))).toBe("sent");
    expect(standingOf({ ...sent, status: "accepted" }, day("2026-05-01"))).toBe("accepted");
    expect(standingOf({ ...sent, status: "draft" }, day("2026-05-01"))).toBe("draft");
  });

  it("is followed by another version unless it is a draft or agreed on", () => {
    expect(estimateStatuses.filter(isRevisable)).toEqual(["sent", "viewed", "declined", "expired"]);
  });

  it("is reminded of once for each last day, and not when it is over", () => {
    const one = { status: "viewed", validUntil: day("2026-04-30"), remindedFor: null } as const;
    const due = (today: string, more: object = {}) => isReminderDue({ ...one, ...more }, day("2026-04-30"), day(today));
    expect(due("2026-04-28")).toBe(true);
    expect(due("2026-05-01")).toBe(false);
    expect(due("2026-04-28", { remindedFor: one.validUntil })).toBe(false);
    expect(due("2026-04-28", { remindedFor: day("2026-04-01") })).toBe(true);
    expect(due("2026-04-28", { status: "accepted" })).toBe(false);
    expect(due("2026-04-28", { validUntil: null })).toBe(false);
  });
});

describe("ids of options", () => {
  it("are made of their names", () => {
    expect(slugOf("Better (16 SEER)")).toBe("better-16-seer");
    expect(slugOf("Óptimo ")).toBe("optimo");
    expect(optionIds([{ name: "Good" }, { name: "最好" }, { id: "b", name: "Good" }])).toEqual([
      "good",
      "option-2",
      "b",
    ]);
    expect(optionIds([{ name: "Good" }, { name: "good!" }])).toBeUndefined();
  });
});

it("shares and times are null or zero where there is nothing to count", () => {
  expect([rateBps(0, 0), rateBps(1, 3), rateBps(2, 3)]).toEqual([null, 3333, 6667]);
  expect(secondsBetween(at("2026-03-01T10:00:00.000Z"), at("2026-03-01T10:01:30.400Z"))).toBe(90);
});
