import { opens } from "#/integrations/reach.ts";
import { type Instant, toInstant } from "#/kernel/time.ts";
import { errorOfStatus, errorOfThrown, isTimeout, type Outcome, retryAfterSeconds } from "./rules.ts";
import { type Signing, signedHeaders } from "./signing.ts";
import { type UrlPolicy, urlProblem } from "./url-rules.ts";

/** A receiver has this long to answer, its body included. */
const TIMEOUT_MS = 15_000;
/** The log keeps this much of an answer's body. At most one chunk more is read. */
const EXCERPT_BYTES = 4096;

/** What goes out in one attempt. `headers` are the owner's; they replace no other. */
export type OutgoingPost = Signing & {
  url: string;
  eventId: string;
  body: string;
  at: Instant;
  headers?: Record<string, string>;
};

/** Sends one attempt. Never throws: whatever the receiver does is an outcome. */
export async function send(post: OutgoingPost, policy: UrlPolicy): Promise<Outcome> {
  const { url, eventId, body, at } = post;
  if (urlProblem(url, policy)) return { responseStatus: null, error: "blocked", responseExcerpt: null, durationMs: 0 };
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        ...post.headers,
        ...(await signedHeaders(post, eventId, at, body)),
        "content-type": "application/json",
        "user-agent": "Truckroll-Webhooks/1",
      },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status } = response;
    const responseExcerpt = await excerpt(response.body);
    const retryAfter =
      status === 429 || status === 503
        ? retryAfterSeconds(response.headers.get("retry-after"), toInstant(Date.now()))
        : undefined;
    return {
      responseStatus: status,
      error: errorOfStatus(status, responseExcerpt),
      responseExcerpt,
      durationMs: elapsed(),
      ...(retryAfter !== undefined && { retryAfter }),
    };
  } catch (thrown) {
    const durationMs = elapsed();
    const error = isTimeout(thrown) ? "timeout" : errorOfThrown(thrown, await opens(url));
    return { responseStatus: null, error, responseExcerpt: null, durationMs };
  }
}

/** The first 4 KB of an answer as text; the rest stays unread. A broken body does not matter: the status decides the outcome. */
async function excerpt(body: ReadableStream<Uint8Array> | null): Promise<string | null> {
  if (!body) return null;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (text.length < EXCERPT_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value.subarray(0, EXCERPT_BYTES), { stream: true });
    }
    await reader.cancel();
  } catch {
    // cut off or timed out: the text so far is kept
  }
  return text === "" ? null : text.slice(0, EXCERPT_BYTES);
}
