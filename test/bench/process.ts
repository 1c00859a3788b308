import { readdirSync, readFileSync } from "node:fs";

// What the kernel tells of a process. NaN on other systems than Linux.

/** Resident memory in MiB. */
export function residentMiB(pid: number | undefined): number {
  if (pid === undefined) return Number.NaN;
  const [, kib = "0"] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) / 1024;
}

/** CPU time of all threads, in milliseconds: finer than the clock ticks of `stat`. */
export function cpuOf(pid: number | undefined): number {
  if (pid === undefined) return Number.NaN;
  const of = (thread: string) => {
    try {
      return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]) / 1e6;
    } catch {
      return 0; // it has ended meanwhile
    }
  };
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + of(thread), 0);
}

/** How many files a process may have open. Many where the system does not say. */
export function mostFiles(): number {
  try {
    return Number(/Max open files\s+\S+\s+(\d+)/.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? 1e6);
  } catch {
    return 1e6;
  }
}
