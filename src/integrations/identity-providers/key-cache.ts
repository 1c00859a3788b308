import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { errorText, log } from "#/kernel/log.ts";

/** The cache refreshes keys older than this, so a key that the provider has removed stops working. */
const FRESH_MS = 10 * 60_000;
/** Shortest time between two fetches after an unknown key id or a failed fetch: invented key ids must not cause a flood of fetches. */
const FLOOR_MS = 60_000;
const TIMEOUT_MS = 5000;

export type KeySet = {
  /** Whether the set has this key. */
  has: (kid: string) => boolean;
  key: JWTVerifyGetKey;
  /** Microsoft names the issuer for which a key is valid (`{tenantid}` stands for any tenant). Undefined for other providers. */
  issuerOf: (kid: string) => string | undefined;
};
/** Fetches a key set. An error means that the provider cannot be reached. */
type FetchKeys = (url: string) => Promise<JSONWebKeySet>;
/** Keeps work running after its request has ended, because other requests wait for the same keys. */
export type Background = (work: Promise<unknown>) => void;

type Entry = {
  keys?: KeySet;
  fetchedAt: number;
  /** When an unknown key id or the age of the keys last caused a fetch. */
  askedAt: number;
  /** Whether the last fetch failed. */
  failed: boolean;
  pending?: Promise<void> | undefined;
};

/** Caches the public keys of providers in this isolate, by URL. `get` returns undefined if the keys are unavailable. */
export function keyCache({ fetchKeys = fetchJwks as FetchKeys, clock = Date.now } = {}) {
  const entries = new Map<string, Entry>();

  async function refresh(entry: Entry, url: string): Promise<void> {
    try {
      entry.keys = keySet(await fetchKeys(url));
      entry.fetchedAt = clock();
      entry.failed = false;
    } catch (error) {
      log("warn", "identity provider does not answer", { url, error: errorText(error) });
      entry.failed = true;
    } finally {
      entry.pending = undefined;
    }
  }

  return {
    async get(url: string, kid: string, background: Background): Promise<KeySet | undefined> {
      const entry = entries.get(url) ?? { fetchedAt: 0, askedAt: Number.NEGATIVE_INFINITY, failed: false };
      entries.set(url, entry);
      const now = clock();
      const current = entry.keys?.has(kid) && now - entry.fetchedAt < FRESH_MS;
      const due = !entry.keys || now - entry.askedAt >= FLOOR_MS;
      if (!current && !entry.pending && due) {
        if (entry.keys) entry.askedAt = now;
        entry.pending = refresh(entry, url);
        background(entry.pending);
      }
      if (!current) await entry.pending; // all requests wait for the same fetch
      // after a failed fetch, an unknown key id may be a new key of the provider
      return entry.keys?.has(kid) || !entry.failed ? entry.keys : undefined;
    },
  };
}

function keySet(jwks: JSONWebKeySet): KeySet {
  const key = createLocalJWKSet(jwks);
  const issuers = new Map(jwks.keys.map((jwk) => [jwk.kid, "issuer" in jwk ? jwk.issuer : undefined]));
  return {
    has: (kid) => issuers.has(kid),
    key,
    issuerOf: (kid) => {
      const issuer = issuers.get(kid);
      return typeof issuer === "string" ? issuer : undefined;
    },
  };
}

async function fetchJwks(url: string): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    headers: { accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`key set answered ${response.status}`);
  }
  return await response.json(); // createLocalJWKSet throws if this is not a key set
}
