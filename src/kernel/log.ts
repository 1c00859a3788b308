type Level = "info" | "warn" | "error";

/** One line of JSON, the way every log line of this house looks. */
export function log(level: Level, message: string, fields: Record<string, unknown> = {}): void {
  console[level](JSON.stringify({ level, message, at: new Date().toISOString(), ...fields }));
}

/** An error as a log field: with its stack and its causes. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : ` caused by ${errorText(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
