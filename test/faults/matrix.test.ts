import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { matrix } from "./matrix.ts";

it("every row of the fault matrix has its proofs, and each is a test that is there", () => {
  const root = new URL("../../", import.meta.url).pathname;
  for (const { row, proofs } of matrix) {
    expect(proofs.length, `proofs of row ${row}`).toBeGreaterThan(0);
    for (const [file, words] of proofs) expect(readFileSync(root + file, "utf8"), file).toContain(words);
  }
});
