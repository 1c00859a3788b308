import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** CPU milliseconds that an isolate needs to start, as `wrangler check startup` tells, several times over. */
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
