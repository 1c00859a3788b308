import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Measures the CPU milliseconds of an isolate's start with `wrangler check startup`, `times` times. */
export function measureStartup(times: number): number[] {
  const dir = mkdtempSync(join(tmpdir(), "truckroll-startup-"));
  try {
    return Array.from({ length: times }, () => {
      const told = execFileSync("wrangler", ["check", "startup", "--outfile", join(dir, "startup.cpuprofile")], {
        encoding: "utf8",
        env: { ...process.env, WRANGLER_LOG: "log" },
      });
      return Number(/Active: ([\d.]+) ms/.exec(told)?.[1]);
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
