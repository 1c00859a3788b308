import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReferralStatus, referralStatuses } from "#/db/control/schema/referrals.ts";
import { type Facts, followers, mayFollow, offerStatusBy, passed } from "./progress-rules.ts";

const nothing: Facts = {
  isScheduled: false,
  isCompleted: false,
  isCancelled: false,
  paidCents: 0,
  refundedCents: 0,
  isPaid: false,
};
const facts = fc.record({
  isScheduled: fc.boolean(),
  isCompleted: fc.boolean(),
  isCancelled: fc.boolean(),
  paidCents: fc.nat(1000),
  refundedCents: fc.nat(1000),
  isPaid: fc.boolean(),
});
const status = fc.constantFrom<ReferralStatus>(...referralStatuses);

describe("the way of a referral", () => {
  it.each<[string, ReferralStatus, Partial<Facts>, ReferralStatus[]]>([
    ["a job that gets a time", "PROVIDER_ACCEPTED", { isScheduled: true }, ["SCHEDULED"]],
    ["a job that was done without a time", "PROVIDER_ACCEPTED", { isCompleted: true }, ["COMPLETED"]],
    ["a job that is done, and paid", "SCHEDULED", { isCompleted: true, isPaid: true }, ["COMPLETED", "PAID"]],
    [
      "all of it at once",
      "PROVIDER_ACCEPTED",
      { isScheduled: true, isCompleted: true, isPaid: true },
      ["SCHEDULED", "COMPLETED", "PAID"],
    ],
    ["money before the work is done", "SCHEDULED", { isPaid: true }, []],
    ["a job that loses its time again", "SCHEDULED", {}, []],
    ["a job that is taken up again after it was done", "COMPLETED", { isScheduled: true }, []],
    ["a job that the provider cancels", "SCHEDULED", { isCancelled: true }, ["PROVIDER_DECLINED"]],
    ["a refund", "PAID", { isCompleted: true, refundedCents: 5 }, []],
    ["a job of a homeowner who has cancelled", "HOMEOWNER_CANCELLED", { isCancelled: true }, []],
    ["a job that was given to another provider", "OFFERED", { isCompleted: true }, []],
  ])("follows %s", (_, from, known, steps) => expect(passed(from, { ...nothing, ...known })).toEqual(steps));

  it("passes only statuses that may follow, and the same news a second time change nothing", () => {
    fc.assert(
      fc.property(status, facts, (from, known) => {
        const steps = passed(from, known);
        for (const [i, to] of steps.entries()) expect(mayFollow(steps[i - 1] ?? from, to)).toBe(true);
        const last = steps.at(-1);
        if (last) expect(passed(last, known)).toEqual([]);
      }),
    );
  });

  it("ends with the money or the homeowner; a search that ended in vain may begin again", () => {
    const ends = referralStatuses.filter((one) => followers[one].length === 0);
    expect(ends).toEqual(["PAID", "HOMEOWNER_CANCELLED"]);
  });

  it("is the same for the provider's business", () => {
    expect(offerStatusBy("accepted", { ...nothing, isScheduled: true })).toBe("scheduled");
    expect(offerStatusBy("accepted", { ...nothing, isCompleted: true, isPaid: true })).toBe("paid");
    expect(offerStatusBy("scheduled", { ...nothing, isCancelled: true })).toBe("returned");
    expect(offerStatusBy("offered", { ...nothing, isCompleted: true })).toBe("offered");
    expect(offerStatusBy("completed", nothing)).toBe("completed");
  });
});
