import { registerHooks } from "node:module";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

// The surroundings of the code that do not belong to a port: time, chance, timers and the runtime's modules. Imported before any of the API's code.

export const realSetImmediate = setImmediate;
const realNow = Date.now.bind(Date);

registerHooks({
  resolve: (specifier, context, next) =>
    specifier.startsWith("cloudflare:")
      ? { url: `data:text/javascript,${encodeURIComponent(stubs[specifier] ?? "")}`, shortCircuit: true }
      : next(specifier, context),
});
const stubs: Record<string, string> = {
  "cloudflare:workers": "export class DurableObject {}; export class WorkerEntrypoint {}; export const env = {};",
  "cloudflare:sockets": "export const connect = () => { throw new Error('no sockets here'); };",
};

let surroundings: { random: Random; scheduler: Scheduler; fetch: typeof fetch } | undefined;
let pending = 0;

/** Calls of the runtime that are not over: cryptography runs beside the program. */
export const undone = (): number => pending;

const { subtle } = crypto;
/** The last call of cryptography. Calls side by side would end in any order, and the run would go another way: they go one after the other. */
let before: Promise<unknown> = Promise.resolve();
for (const name of [
  "encrypt",
  "decrypt",
  "sign",
  "verify",
  "digest",
  "importKey",
  "exportKey",
  "generateKey",
  "deriveBits",
]) {
  const original = Reflect.get(subtle, name) as (...args: unknown[]) => Promise<unknown>;
  Reflect.set(subtle, name, (...args: unknown[]) => {
    pending++;
    const call = before.then(() => original.apply(subtle, args)).finally(() => void pending--);
    before = call.catch(() => undefined);
    return call;
  });
}

// the same secrets are opened in every run: once is enough
const opened = new Map<string, Promise<ArrayBuffer>>();
const decrypt = subtle.decrypt.bind(subtle);
Reflect.set(
  subtle,
  "decrypt",
  async (algorithm: SubtleCryptoEncryptAlgorithm, key: CryptoKey, data: Uint8Array<ArrayBuffer>) => {
    const name = Buffer.from(data).toString("base64");
    const found = opened.get(name) ?? decrypt(algorithm, key, data);
    opened.set(name, found);
    return (await found).slice(0);
  },
);

const realRandomBytes = crypto.getRandomValues.bind(crypto);
let refills = 0;
Object.defineProperty(crypto, "getRandomValues", {
  value: <T extends ArrayBufferView>(array: T): T => {
    if (!surroundings) return realRandomBytes(array as never) as T;
    refills++;
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = surroundings.random.below(256);
    return array;
  },
});
/** How often random bytes were fetched. */
export const randomFetches = (): number => refills;

Object.defineProperty(crypto, "randomUUID", {
  value: () => {
    const hex = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  },
});
const chance = Math.random;
Math.random = () => surroundings?.random.next() ?? chance();
Date.now = () => surroundings?.scheduler.now() ?? realNow();
performance.now = () => surroundings?.scheduler.now() ?? 0;

const realTimer = setTimeout;
const realClear = clearTimeout;
globalThis.setTimeout = ((run: () => void, ms = 0) =>
  surroundings ? surroundings.scheduler.setTimer(run, ms) : realTimer(run, ms)) as typeof setTimeout;
globalThis.clearTimeout = ((id: never) =>
  surroundings ? surroundings.scheduler.clearTimer(id) : realClear(id)) as typeof clearTimeout;

const realFetch = fetch;
globalThis.fetch = ((...args: Parameters<typeof fetch>) => (surroundings?.fetch ?? realFetch)(...args)) as typeof fetch;

const out = console.log.bind(console);
/** What the simulation itself says. */
export const say = (text: string): void => out(text);
for (const level of ["info", "warn", "error"] as const) {
  const original = console[level].bind(console);
  console[level] = (...words: unknown[]) => (surroundings ? logged.push(words.join(" ")) : original(...words));
}
/** Lines that the code has logged in this run. */
export const logged: string[] = [];

/** From here on this seed is the world; undefined: the real one is again. */
export function enter(world: typeof surroundings): void {
  logged.length = 0;
  surroundings = world;
}
export const wallClock = realNow;
