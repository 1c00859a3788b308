import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { certificateStatus, type Notice, noticeDue, qualifies } from "./rules.ts";

const day = (text: string) => text as LocalDate;
const END = day("2026-03-31");

describe("what is due to be told of a certificate", () => {
  it.each([
    ["2026-02-28", null, undefined],
    ["2026-03-01", null, "month"],
    ["2026-03-01", "month", undefined],
    ["2026-03-23", "month", undefined],
    ["2026-03-24", "month", "week"],
    ["2026-03-24", null, "week"],
    ["2026-03-31", "week", undefined],
    ["2026-04-01", "week", "expired"],
    ["2026-04-01", null, "expired"],
    ["2026-04-02", "expired", undefined],
    ["2026-05-01", null, undefined],
  ] as [string, Notice | null, Notice | undefined][])("on %s, when %s was told: %s", (today, told, due) => {
    expect(noticeDue(END, told, day(today))).toBe(due);
  });

  it("is each notice once and in order, whichever days are missed and however often it is asked", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: 60 }), (offsets) => {
        let told: Notice | null = null;
        const all: Notice[] = [];
        for (const offset of offsets.toSorted((a, b) => a - b)) {
          const due: Notice | undefined = noticeDue(END, told, plusDays(END, offset));
          if (!due) continue;
          told = due;
          all.push(due);
        }
        const order = ["month", "week", "expired"].filter((notice) => all.includes(notice as Notice));
        expect(all).toEqual(order);
      }),
    );
  });
});

it("a certificate is valid on its last day", () => {
  const status = (until: string | null, needed: boolean) =>
    certificateStatus(until === null ? null : day(until), needed, day("2026-03-01"));
  expect([status(null, true), status(null, false)]).toEqual(["missing", "none"]);
  expect([status("2026-02-28", true), status("2026-03-01", true), status("2026-03-31", false)]).toEqual([
    "expired",
    "expires_soon",
    "expires_soon",
  ]);
  expect(status("2026-04-01", true)).toBe("valid");
});

describe("a technician qualifies for a job", () => {
  const held = [
    { skillId: 1, level: 3, certifiedUntil: null, requiresCertification: false },
    { skillId: 2, level: 5, certifiedUntil: END, requiresCertification: true },
    { skillId: 3, level: 5, certifiedUntil: day("2020-01-01"), requiresCertification: false },
    { skillId: 4, level: 5, certifiedUntil: null, requiresCertification: true },
  ];
  it("that needs nothing", () => expect(qualifies([], [], END)).toEqual({ qualified: true, lacks: [], fit: 1 }));

  it.each([
    ["at the level needed", [{ skillId: 1, minLevel: 3 }], [], 1],
    ["not below it", [{ skillId: 1, minLevel: 4 }], ["level"], 0.75],
    ["by skill alone where no level is named", [{ skillId: 1 }], [], 1],
    ["on the last day of a certificate", [{ skillId: 2 }], [], 1],
    ["by a skill that needs no certificate, though an old one was entered", [{ skillId: 3 }], [], 1],
    ["not without the certificate that the skill needs", [{ skillId: 4 }], ["certificate"], 0],
    ["not without the skill", [{ skillId: 1 }, { skillId: 9 }], ["skill"], 0.5],
  ] as const)("%s", (_, required, lacks, fit) => {
    const judged = qualifies(required, held, END);
    expect(judged.lacks.map(({ lack }) => lack)).toEqual(lacks);
    expect([judged.qualified, judged.fit]).toEqual([lacks.length === 0, fit]);
  });

  it("not on the day after a certificate has ended, unless the skill is only wished for", () => {
    const after = plusDays(END, 1);
    expect(qualifies([{ skillId: 2 }], held, after).qualified).toBe(false);
    expect(qualifies([{ skillId: 2, mandatory: false }], held, after)).toEqual({
      qualified: true,
      lacks: [{ skillId: 2, lack: "certificate", mandatory: false }],
      fit: 0,
    });
  });
});
