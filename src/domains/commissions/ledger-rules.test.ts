import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import { type Entry, earned, givenBack, type NewEntry, refunded, takenBack } from "./ledger-rules.ts";

const day = (text: string) => text as LocalDate;
const days = { openFrom: day("2026-04-01"), today: day("2026-04-20") };
const numbered = (entries: NewEntry[], from = 0): Entry[] => entries.map((entry, i) => ({ ...entry, n: from + i }));
const share = (technicianId: number, amountCents: number) => ({
  technicianId,
  shareBps: 10_000,
  role: "technician" as const,
  amountCents,
});
const settled = numbered(earned([share(1, 100)], day("2026-03-28")));
const amounts = (entries: NewEntry[]) => entries.map(({ amountCents }) => amountCents);
const sumOf = (entries: NewEntry[]) => entries.reduce((sum, { amountCents }) => sum + amountCents, 0);

describe("ledger of commissions", () => {
  it("takes back exactly what was settled when a sale is refunded in three parts (B13)", () => {
    let entries = settled;
    for (const amountCents of [3333, 3333, 3334]) {
      const isLast = amountCents === 3334;
      const posted = refunded(entries, { amountCents, ofCents: 10_000, isLast }, days);
      expect(posted.map(({ countsOn }) => countsOn)).toEqual(["2026-04-20"]);
      entries = [...entries, ...numbered(posted, entries.length)];
    }
    expect(amounts(entries)).toEqual([100, -33, -33, -34]);
  });

  it("reverses a settled commission in the open period, and one that is open on its own day", () => {
    expect(takenBack(settled, "void", days)).toMatchObject([{ amountCents: -100, countsOn: "2026-04-20" }]);
    const open = numbered(earned([share(1, 100)], day("2026-04-02")));
    expect(takenBack(open, "void", days)).toMatchObject([{ amountCents: -100, countsOn: "2026-04-02" }]);
  });

  it("gives back what the last void took, after any number of voids and refunds, and nothing else", () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 9999 })),
        (shares, refunds) => {
          let entries = numbered(
            earned(
              shares.map((cents, i) => share(i + 1, cents)),
              day("2026-03-28"),
            ),
          );
          const add = (posted: NewEntry[]) => {
            entries = [...entries, ...numbered(posted, entries.length)];
          };
          for (const amountCents of refunds) {
            add(refunded(entries, { amountCents, ofCents: 10_000, isLast: false }, days));
            const before = sumOf(entries);
            add(takenBack(entries, "void", days));
            expect(sumOf(entries)).toBe(0);
            add(givenBack(entries, days));
            expect(sumOf(entries)).toBe(before);
            expect(before).toBeGreaterThanOrEqual(0);
          }
          add(refunded(entries, { amountCents: 1, ofCents: 10_000, isLast: true }, days));
          expect(sumOf(entries)).toBe(0);
        },
      ),
    );
  });
});
