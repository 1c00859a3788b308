import type { Reporter, TestModule } from "vitest/node";
import { matrix, type Proof } from "../faults/matrix.ts";

type Seen = { file: string; name: string; state: string; ms: number };

/** Prints the fault matrix at the end of a run that has its tests: each row with what was seen of its proofs. */
export default class FaultTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const seen = modules.flatMap((module) =>
      Array.from(module.children.allTests(), (test): Seen => {
        const { state } = test.result();
        return { file: module.relativeModuleId, name: test.fullName, state, ms: test.diagnostic()?.duration ?? 0 };
      }),
    );
    if (!seen.some(({ file }) => file.startsWith("test/faults/"))) return;
    const rows = matrix.map(({ row, fault, injected, checked, proofs }) => [
      row,
      fault,
      injected,
      checked,
      resultOf(proofs, seen),
    ]);
    const table = [["row", "fault", "injected how", "what was checked", "seen"], ...rows];
    const widths = table[0]?.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0))) ?? [];
    const lines = table.map((cells) => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  "));
    process.stdout.write(`\n The fault matrix\n${lines.map((line) => ` ${line.trimEnd()}`).join("\n")}\n`);
  }
}

/** What this run has seen of a row. */
function resultOf(proofs: readonly Proof[], seen: readonly Seen[]): string {
  const found = proofs.map(([file, words]) => seen.filter((test) => test.file === file && test.name.includes(words)));
  if (found.some((tests) => tests.some(({ state }) => state === "failed"))) return "FAILED";
  const missing = found.filter((tests) => !tests.some(({ state }) => state === "passed")).length;
  if (missing === found.length) return "not run";
  const passed = found.flat().filter(({ state }) => state === "passed");
  const seconds = passed.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  return `${missing > 0 ? `${found.length - missing} of ${found.length} run` : "holds"} (${passed.length} in ${seconds.toFixed(1)} s)`;
}
