import { errorText, log } from "#/kernel/log.ts";

// Services of maps that somebody else runs: they may be slow, down, or tired of us.

/** A service that failed is left alone for this long, so that a slow one does not make every request slow. */
const REST_MS = 30_000;
const MAX_REST_MS = 10 * 60_000;

/** A service that is asked. */
export type MapService = {
  url: string;
  /** Who we are, for the service's operators. */
  userAgent: string;
  timeoutMs: number;
};

/** Host -> when it may be asked again. */
const resting = new Map<string, number>();

/**
 * Asks a service once for JSON, with a limit of time. Undefined when it does not answer, or is being left alone after a failure; no second attempt. Null
 * is a setting that is not a URL.
 * Logs nothing of what is asked: that may be somebody's address.
 */
export async function askMapService(
  url: URL | null,
  { userAgent, timeoutMs }: Pick<MapService, "userAgent" | "timeoutMs">,
): Promise<unknown> {
  if (!url) return undefined;
  const { host } = url;
  if ((resting.get(host) ?? 0) > Date.now()) return undefined;
  try {
    const answer = await fetch(url, {
      headers: { accept: "application/json", "user-agent": userAgent },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (answer.ok) {
      const body: unknown = await answer.json();
      resting.delete(host);
      return body;
    }
    await answer.body?.cancel();
    fails(host, `status ${answer.status}`, Number(answer.headers.get("retry-after")) * 1000);
  } catch (error) {
    fails(host, errorText(error));
  }
  return undefined;
}

function fails(host: string, error: string, wantedMs = 0): void {
  const restMs = Math.min(Math.max(REST_MS, wantedMs || 0), MAX_REST_MS);
  resting.set(host, Date.now() + restMs);
  log("warn", "map service failed", { host, error, rest_ms: restMs });
}
