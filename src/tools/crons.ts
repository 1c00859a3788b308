import { setTimeout as pause } from "node:timers/promises";

/** Whether a cron expression matches the minute of `at` (UTC). Supports only numbers and `*`, which is all that wrangler.toml uses. */
export function isDue(expression: string, at: Date): boolean {
  const now = [at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate(), at.getUTCMonth() + 1];
  const [minute, hour, day, month, weekday, ...rest] = expression.split(" ");
  const fields = [minute, hour, day, month];
  if (weekday !== "*" || rest.length > 0 || !fields.every((field) => /^(\*|\d+)$/.test(field ?? "")))
    throw new Error(`npm start cannot run the cron "${expression}": it supports only numbers and *.`);
  return fields.every((field, i) => field === "*" || Number(field) === now[i]);
}

/** Runs one cron of a local server now. */
export async function runCron(url: string, expression: string): Promise<void> {
  const query = new URLSearchParams({ cron: expression });
  const response = await fetch(`${url}/cdn-cgi/handler/scheduled?${query.toString()}`);
  const answer = await response.text();
  if (!response.ok) throw new Error(`The cron "${expression}" failed: ${response.status} ${answer}`);
}

/** Runs the due crons every minute, because `wrangler dev` does not. Never returns. */
export async function driveCrons(url: string, expressions: readonly string[]): Promise<never> {
  for (;;) {
    await pause(60_000 - (Date.now() % 60_000) + 50);
    const now = new Date();
    for (const expression of expressions.filter((one) => isDue(one, now)))
      await runCron(url, expression).catch((error: unknown) => console.error(String(error)));
  }
}
