import autocannon from "autocannon";
import type { Business } from "./business.ts";
import type { Scenario } from "./scenarios.ts";

export const CONNECTIONS = 16;

/** `cpuMs`: CPU time of the whole runtime for all requests, with D1 and queues. Other load on the machine affects it less. */
export type Round = { requests: number; perSecond: number; p50: number; p99: number; cpuMs: number };

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

/** Sends `requests` requests over 16 connections. Throws if one of them fails. */
export async function load(
  requests: number,
  { url, cpuMs }: { url: URL; cpuMs: () => number },
  scenario: Scenario,
  business: Business,
): Promise<Round> {
  const before = cpuMs();
  const started = performance.now();
  let ended = started;
  const run = autocannon({
    url: url.href,
    connections: CONNECTIONS,
    amount: requests,
    sampleInt: 50, // autocannon ends only at a sample
    requests: [{ setupRequest: (request) => Object.assign(request, scenario.call(business)) }],
  });
  run.on("response", () => {
    ended = performance.now();
  });
  const result = await run;
  if (result.non2xx + result.errors > 0)
    throw new Error(`${scenario.title}: ${result.non2xx} refused, ${result.errors} failed at ${url.href}`);
  return {
    requests,
    perSecond: requests / ((ended - started) / 1000),
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuMs: cpuMs() - before,
  };
}

/** Combines the rounds of one side: medians, and CPU milliseconds per request. */
export const combine = (rounds: readonly Round[]): Round => {
  const requests = rounds.reduce((sum, round) => sum + round.requests, 0);
  return {
    requests,
    perSecond: median(rounds.map((round) => round.perSecond)),
    p50: median(rounds.map((round) => round.p50)),
    p99: median(rounds.map((round) => round.p99)),
    cpuMs: rounds.reduce((sum, round) => sum + round.cpuMs, 0) / requests,
  };
};
