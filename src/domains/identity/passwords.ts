import type Argon2 from "@phi-ag/argon2";
import { hashMark, peppers } from "#/kernel/key-list.ts";
import { isCommonPassword } from "./common-passwords.ts";
import { weakPassword } from "./errors.ts";
import { type PasswordOwner, passwordProblem } from "./rules.ts";

// Argon2id as OWASP asks first: 19 MiB, 2 passes, 1 lane. PBKDF2 would work here and be refused in production (platform.md 6).
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 };

let loaded: Promise<Argon2> | undefined;

/** The wasm module, once per isolate and only where a password is checked. */
async function load(): Promise<Argon2> {
  const [{ default: Hasher }, { default: module }] = await Promise.all([
    import("@phi-ag/argon2"),
    import("@phi-ag/argon2/argon2.wasm"),
  ]);
  return new Hasher(await WebAssembly.instantiate(module, {}));
}

const argon2 = (): Promise<Argon2> => {
  loaded ??= load();
  return loaded;
};

type Pepper = { PASSWORD_PEPPER: string };

/** The password under the pepper: a stolen database alone is no use for guessing. Base64 of HMAC-SHA-256 over NFKC. */
async function peppered(pepper: string, password: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(pepper), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(password.normalize("NFKC")));
  return btoa(String.fromCharCode(...new Uint8Array(mac)));
}

/** The password's Argon2id hash under a random salt: the id of the pepper, and a PHC string. */
export async function hashPassword(env: Pepper, password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const { id, secret } = peppers(env).current;
  return id + (await argon2()).hash(await peppered(secret, password), { ...PARAMETERS, salt }).encoded;
}

/** A valid hash of nobody's password: an unknown user costs as much time as a wrong password. */
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** In the place of a hash: the user has no password and signs in otherwise. */
export const NO_PASSWORD = "";

/** Whether the password is the one of the hash. Without a hash it never is, and the check takes as long. */
export async function isPassword(env: Pepper, password: string, hash: string | undefined): Promise<boolean> {
  const { keys, unnamed } = peppers(env);
  const { id, phc } = partsOf(hash || NOBODY);
  const pepper = id === "" ? unnamed : keys.find((key) => key.id === id);
  // under a pepper that is gone no password is right, and finding that out takes as long
  const { success } = (await argon2()).tryVerify(phc, await peppered((pepper ?? unnamed).secret, password));
  return success && Boolean(hash && pepper);
}

/** The id of the pepper in front of a hash, "" on one that is older than the ids, and the PHC string after it. */
function partsOf(hash: string): { id: string; phc: string } {
  const at = hash.indexOf("$");
  return { id: hash.slice(0, at), phc: hash.slice(at) };
}

/** Whether a hash was made under another pepper or with less effort than new hashes, or has another format. */
export function isOutdated(env: Pepper, hash: string): boolean {
  if (!hash.startsWith(hashMark(env))) return true;
  const { phc } = partsOf(hash);
  const [, memory, time, lanes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(phc)?.map(Number) ?? [];
  if (memory === undefined || time === undefined || lanes === undefined) return true;
  return memory < PARAMETERS.memoryCost || time < PARAMETERS.timeCost || lanes < PARAMETERS.parallelism;
}

/** Refuses a new password that is too short, made of its owner's names, or in everybody's list; names the field that it came in. */
export async function assertGoodPassword(password: string, owner: PasswordOwner, field = "password"): Promise<void> {
  const problem =
    passwordProblem(password, owner) ??
    ((await isCommonPassword(password)) ? "is one of the most common passwords" : null);
  if (problem) throw weakPassword(problem, field);
}
