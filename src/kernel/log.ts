type Level = "info" | "warn" | "error";

/** Logs one line of JSON. All log lines of Truckroll have this format. */
export function log(level: Level, message: string, fields: Record<string, unknown> = {}): void {
  console[level](JSON.stringify({ level, message, at: new Date().toISOString(), ...fields }));
}

/** Formats an error for a log field, with its stack and its causes. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : ` caused by ${errorText(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
