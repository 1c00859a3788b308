import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { errorText, log } from "#/kernel/log.ts";

/** Keys older than this are fetched anew, so that one which the provider has withdrawn stops working. */
const FRESH_MS = 10 * 60_000;
/** Between two fetches that an unknown key or a failed fetch asks for: nobody makes us storm a provider with invented key ids. */
const FLOOR_MS = 60_000;
const TIMEOUT_MS = 5000;

export type KeySet = {
  /** Whether the set has this key. */
  has: (kid: string) => boolean;
  key: JWTVerifyGetKey;
  /** Microsoft says of each key whose tokens it may sign (`{tenantid}` for any tenant's); undefined: the provider does not say. */
  issuerOf: (kid: string) => string | undefined;
};
/** A fetch whose failure means: the provider cannot be reached. */
type FetchKeys = (url: string) => Promise<JSONWebKeySet>;
/** Keeps work alive when the request that began it is gone: others wait for the same keys. */
type Background = (work: Promise<unknown>) => void;

type Entry = {
  keys?: KeySet;
  fetchedAt: number;
  /** When an unknown key or old age last asked for a fetch. */
  askedAt: number;
  /** Whether the last fetch brought nothing. */
  failed: boolean;
  pending?: Promise<void> | undefined;
};

/** The public keys of providers by URL, as this isolate knows them. `get` answers undefined when a key cannot be had at the moment. */
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
      if (!current) await entry.pending; // one fetch at a time, whoever waits for it
      // after a failed fetch nobody can tell whether an unknown key is the provider's newest one
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
  return await response.json(); // judged by createLocalJWKSet, which throws on anything that is no key set
}
