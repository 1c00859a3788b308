import autocannon from "autocannon";
import type { Business } from "./business.ts";
import type { Scenario } from "./scenarios.ts";

export const CONNECTIONS = 16;

/** `cpuMs`: CPU time of the whole runtime per request, D1 and queue included; it suffers less from what else runs on the machine. */
export type Round = { perSecond: number; p50: number; p99: number; cpuMs: number };

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** As many requests as the server answers in so many seconds over 16 connections. A single refused one makes the round void. */
export async function loadFor(
  seconds: number,
  { url, cpuMs }: { url: URL; cpuMs: () => number },
  scenario: Scenario,
  business: Business,
): Promise<Round> {
  const before = cpuMs();
  const result = await autocannon({
    url: url.href,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [{ setupRequest: (request) => Object.assign(request, scenario.call(business)) }],
  });
  if (result.non2xx + result.errors > 0)
    throw new Error(`${scenario.title}: ${result.non2xx} refused, ${result.errors} failed at ${url.href}`);
  return {
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuMs: (cpuMs() - before) / result.requests.total,
  };
}
