import type { Context } from "hono";
import type { Idempotency } from "#/ctx.ts";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { AppError } from "#/kernel/errors.ts";
import { keyList } from "#/kernel/key-list.ts";
import { seal } from "#/kernel/seal.ts";
import { sha256 } from "#/kernel/secrets.ts";
import type { AppEnv } from "./context.ts";

/** The Idempotency-Key of a request with its fingerprint (reliability.md 1.3); undefined when it carries none. */
export async function idempotencyOf(
  c: Context<AppEnv>,
  body: unknown,
  { status = 200, showsSecret }: { status?: number; showsSecret?: true },
  serialize: Idempotency["serialize"],
): Promise<Idempotency | undefined> {
  const header = c.req.header("idempotency-key");
  if (header === undefined) return undefined;
  const key = header.replace(/^"(.*)"$/, "$1");
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AppError(
      "bad_request",
      "idempotency.bad_key",
      "Idempotency-Key must be 1 to 255 visible ASCII characters; a UUID does well.",
    );
  const named = { key, fingerprint: await fingerprint(c, body) };
  const protect = (text: string) => (showsSecret ? seal(c.env, answerPlace(named), text) : text);
  return { ...named, status, serialize, protect };
}

/** What a stored answer is sealed for: only the same request opens it. */
export const answerPlace = ({ fingerprint }: Pick<Idempotency, "fingerprint">): string =>
  sealedFor.idempotency(fingerprint);

/**
 * SHA-256 of what makes a request this request: method, path, query and parsed body, whatever their order and white space. With a
 * secret in front: a body may hold a password, which could be guessed from a plain hash. It is the oldest key, so that a new one in front of it
 * leaves the fingerprints of the last 24 hours as they are.
 */
async function fingerprint(c: Context<AppEnv>, body: unknown): Promise<string> {
  const query = Object.entries(c.req.query()).toSorted(byKey);
  const { secret } = keyList("SEAL_KEY", c.env.SEAL_KEY).unnamed;
  const text = [secret, c.req.method, c.req.path, JSON.stringify(query), JSON.stringify(sorted(body))].join("\n");
  return await sha256(text);
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(byKey)
      .map(([key, child]) => [key, sorted(child)]),
  );
};
