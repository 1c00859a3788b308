import { errorText, log } from "#/kernel/log.ts";

/** Remembers JSON values for a while. What it has forgotten, or cannot be asked for, is undefined. */
export type Memory = {
  get: (key: string) => Promise<unknown>;
  put: (key: string, value: unknown, seconds: number) => Promise<void>;
};

/** Below a name that no server has. */
const urlOf = (key: string) => `https://memory.truckroll.invalid/${key}`;

/**
 * The cache of the Cloudflare location that runs this, shared by all businesses: nothing in it may tell of one. Keys are parts of a URL. It may forget
 * at any time, and another location knows nothing of it.
 */
export const edgeCache: Memory = {
  async get(key) {
    try {
      const found = await caches.default.match(urlOf(key));
      return await found?.json();
    } catch (error) {
      log("warn", "edge cache cannot be read", { error: errorText(error) });
      return undefined;
    }
  },
  async put(key, value, seconds) {
    try {
      const headers = { "content-type": "application/json", "cache-control": `max-age=${seconds}` };
      await caches.default.put(urlOf(key), new Response(JSON.stringify(value), { headers }));
    } catch (error) {
      log("warn", "edge cache cannot be written", { error: errorText(error) });
    }
  },
};

/** A text as a key: what it says cannot be read off it. */
export async function hashOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
