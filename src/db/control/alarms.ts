import { clockMs } from "#/kernel/clock.ts";
import { errorText, log } from "#/kernel/log.ts";
import type { Instant } from "#/kernel/time.ts";

// Due work of the control database waits in its tables. A queue message is only its alarm; the sweep rings again when one is lost.

/** Names work and never holds it: two equal alarms mean the same work. */
export type ControlAlarm = { job: string; id: string };

/** The longest delay that Queues take; work further off is left to the sweep. */
const MAX_DELAY_SECONDS = 12 * 3600;
/** The most messages that one `sendBatch` takes. */
const MAX_BATCH = 100;

type Ringing = { env: Pick<Cloudflare.Env, "REFERRALS"> };

/** Rings for work that may be done at once. */
export async function ringControl({ env }: Ringing, alarms: readonly ControlAlarm[]): Promise<void> {
  for (let from = 0; from < alarms.length; from += MAX_BATCH)
    await env.REFERRALS.sendBatch(alarms.slice(from, from + MAX_BATCH).map((body) => ({ body })));
}

/** Rings for work at its time. Never fails: the sweep rings again. */
export async function ringControlAt({ env }: Ringing, alarm: ControlAlarm, at: Instant): Promise<void> {
  const delaySeconds = Math.max(Math.ceil((Date.parse(at) - clockMs()) / 1000), 0);
  if (delaySeconds > MAX_DELAY_SECONDS) return;
  try {
    await env.REFERRALS.send(alarm, { delaySeconds });
  } catch (error) {
    log("warn", "alarm failed; the sweep rings again", { job: alarm.job, id: alarm.id, error: errorText(error) });
  }
}
