import { expect, it } from "vitest";
import { lastSeqOf } from "./stream-rules.ts";

it("only a plain number is an event that a viewer can have seen last", () => {
  expect(["0", "118", "999999999999999"].map(lastSeqOf)).toEqual([0, 118, 999999999999999]);
  const garbage = [undefined, "", "-1", "1.5", "1e3", " 7", "0x10", "9".repeat(16), "٣", "null"];
  expect(garbage.map(lastSeqOf)).toEqual(garbage.map(() => null));
});
