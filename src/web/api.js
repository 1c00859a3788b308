/** An error response of the API, with its status, reason and field errors. The message is safe to show. */
export class Refused extends Error {
  constructor(status, error) {
    super(error?.message ?? "The server sent an unexpected response. Try again.");
    this.status = status;
    this.reason = error?.reason ?? "unknown";
    this.fields = error?.fields ?? {};
  }
}

const PATIENCE_MS = 20_000;

/** Sends a request to the API. Returns `data` of the response; throws `Refused` for an error response, another error without a response. */
export async function call(method, path, { body, headers = {} } = {}) {
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok || !answer?.ok) throw new Refused(response.status, answer?.error);
  return answer.data;
}

/** The text of an error that has the same meaning on every page. */
export function messageOf(error) {
  if (error.reason?.startsWith("rate_limit.")) return "Too many attempts. Wait a minute, then try again.";
  return error.status ? error.message : "The server cannot be reached. Check your connection.";
}
