import { client, type Json } from "./client.ts";

// The clock belongs to the whole Worker of this process: only files whose tests run in turn may move it (vitest.config.ts).

/** Moves the clock of this process' Worker; it goes on ticking from there. */
export const moveClock = async (now: string): Promise<Json> => (await client().post("/dev/clock", { now })).data;
export const releaseClock = async (): Promise<Json> => (await client().request("DELETE", "/dev/clock")).data;

/** Does some work at another time, and lets the clock go. */
export async function atTime<T>(now: string, work: () => Promise<T>): Promise<T> {
  await moveClock(now);
  try {
    return await work();
  } finally {
    await releaseClock();
  }
}

/** Runs a job now and waits for its end; a daily job or due work of one business, if there are others that it would take long for. */
export const runJob = (name: string, business?: { tenantId: string }) =>
  client().post(`/dev/jobs/${encodeURIComponent(name)}`, business && { tenant_id: business.tenantId });
