import { pause } from "./dev-server.ts";

/** Whether a cron expression names this minute (UTC). Numbers and `*` only: what wrangler.toml uses. */
export function isDue(expression: string, at: Date): boolean {
  const now = [at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate(), at.getUTCMonth() + 1];
  const [minute, hour, day, month, weekday, ...rest] = expression.split(" ");
  const fields = [minute, hour, day, month];
  if (weekday !== "*" || rest.length > 0 || !fields.every((field) => /^(\*|\d+)$/.test(field ?? "")))
    throw new Error(`npm start cannot drive the cron "${expression}": it knows numbers and * only.`);
  return fields.every((field, i) => field === "*" || Number(field) === now[i]);
}

/** Runs one cron of a local server now, as the platform would. */
export async function runCron(url: string, expression: string): Promise<void> {
  const query = new URLSearchParams({ cron: expression });
  const response = await fetch(`${url}/cdn-cgi/handler/scheduled?${query.toString()}`);
  const answer = await response.text();
  if (!response.ok) throw new Error(`The cron "${expression}" failed: ${response.status} ${answer}`);
}

/** Does what the platform's clock does in production and `wrangler dev` does not: runs what is due, each minute. Never returns. */
export async function driveCrons(url: string, expressions: readonly string[]): Promise<never> {
  for (;;) {
    await pause(60_000 - (Date.now() % 60_000) + 50);
    const now = new Date();
    for (const expression of expressions.filter((one) => isDue(one, now)))
      await runCron(url, expression).catch((error: unknown) => console.error(String(error)));
  }
}
