import { keyList } from "#/kernel/key-list.ts";
import { sha256 } from "#/kernel/secrets.ts";

/**
 * SHA-256 of a phone behind each secret of SEAL_KEY, the current one first: a plain hash of ten digits is soon guessed. New rows get the first;
 * those sealed under an older key are found by the others.
 */
export const phoneHashes = (env: { SEAL_KEY: string }, e164: string): Promise<string[]> =>
  Promise.all(keyList("SEAL_KEY", env.SEAL_KEY).keys.map(({ secret }) => sha256(`${secret}\nreferral\n${e164}`)));
