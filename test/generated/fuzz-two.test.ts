import { expect, it } from "vitest";
import { fuzz } from "../support/fuzz.ts";

// In two files, so that both processes that run tests have one.

it("1,200 random requests get what the document says, and nothing of another business", async () => {
  const { wrong, doneShare } = await fuzz(Number(process.env.FUZZ_SEED ?? 1_000_000), 1200);
  expect(wrong).toEqual([]);
  expect(doneShare, "share of the requests that were carried out").toBeGreaterThan(0.2);
}, 900_000);
