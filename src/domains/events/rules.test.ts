import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Permission } from "#/kernel/permissions.ts";
import { readable, seenUpTo, standingOf } from "./rules.ts";

const kinds: { type: string; permission: Permission }[] = [
  { type: "sale.created", permission: "sales:read" },
  { type: "sale.voided", permission: "sales:read" },
  { type: "item.created", permission: "items:read" },
  { type: "payment.disputed", permission: "payments:read" },
];

describe("which events somebody may read", () => {
  const of = (filters: string[], ...granted: Permission[]) => readable(kinds, filters, new Set(granted));

  it("are those of what they may read, as far as they ask for them", () => {
    expect(of(["*"], "sales:read", "items:read").types).toEqual(["sale.created", "sale.voided", "item.created"]);
    expect(of(["sale.*"], "sales:read", "items:read")).toEqual({ types: ["sale.created", "sale.voided"], lacking: [] });
    expect(of(["sale.voided", "item.created"], "sales:read", "items:read").types).toEqual([
      "sale.voided",
      "item.created",
    ]);
  });

  it("are none where they may read nothing of what a filter means, and it is told what that needs", () => {
    expect(of(["item.*", "sale.*"], "items:read").lacking).toEqual(["sale.* needs sales:read"]);
    expect(of(["*"]).lacking).toEqual(["* needs sales:read or items:read or payments:read"]);
    expect(of(["*"], "payments:read").lacking).toEqual([]);
  });

  it("are none of a promised event, which nobody needs a permission for", () => {
    expect(of(["agreement.renewed"])).toEqual({ types: [], lacking: [] });
  });
});

describe("a position in the log", () => {
  it("is good from the one before the oldest event that is kept to the last", () => {
    const log = { head: 20, oldest: 11 };
    expect([9, 10, 11, 20, 21].map((after) => standingOf(after, log))).toEqual([
      ...["expired", "good", "good", "good", "ahead"],
    ]);
    expect([0, 1].map((after) => standingOf(after, { head: 0, oldest: 1 }))).toEqual(["good", "ahead"]);
    expect([19, 20].map((after) => standingOf(after, { head: 20, oldest: 21 }))).toEqual(["expired", "good"]);
  });

  it("goes on to the end of a log in pages, past every event once, however few of them are asked for", () => {
    const arbitrary = fc.record({
      events: fc.array(fc.boolean(), { maxLength: 200 }),
      limit: fc.integer({ min: 1, max: 10 }),
      span: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ events, limit, span }) => {
        const wanted = events.flatMap((isWanted, i) => (isWanted ? [i + 1] : []));
        const [seen, head] = [[] as number[], events.length];
        let after = 0;
        for (let turns = 0; after < head; turns++) {
          const found = wanted.filter((seq) => seq > after && seq <= after + span).slice(0, limit + 1);
          const items = found.slice(0, limit);
          seen.push(...items);
          const next = seenUpTo(after, head, span, found.length > limit ? items.at(-1) : undefined);
          expect(next).toBeGreaterThan(after);
          expect(turns).toBeLessThanOrEqual(events.length);
          after = next;
        }
        expect(seen).toEqual(wanted);
      }),
    );
  });
});
