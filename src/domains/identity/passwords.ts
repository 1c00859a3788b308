import type Argon2 from "@phi-ag/argon2";
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
async function peppered(env: Pepper, password: string): Promise<string> {
  const encoder = new TextEncoder();
  const pepper = encoder.encode(env.PASSWORD_PEPPER);
  const key = await crypto.subtle.importKey("raw", pepper, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(password.normalize("NFKC")));
  return btoa(String.fromCharCode(...new Uint8Array(mac)));
}

/** The password's Argon2id hash as a PHC string, under a random salt. */
export async function hashPassword(env: Pepper, password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const secret = await peppered(env, password);
  return (await argon2()).hash(secret, { ...PARAMETERS, salt }).encoded;
}

/** A valid hash of nobody's password: an unknown user costs as much time as a wrong password. */
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** In the place of a hash: the user has no password and signs in otherwise. */
export const NO_PASSWORD = "";

/** Whether the password is the one of the hash. Without a hash it never is, and the check takes as long. */
export async function isPassword(env: Pepper, password: string, hash: string | undefined): Promise<boolean> {
  const secret = await peppered(env, password);
  const { success } = (await argon2()).tryVerify(hash || NOBODY, secret);
  return success && Boolean(hash);
}

/** Whether a hash was made with less effort than new hashes, or has another format. */
export function isWeakHash(hash: string): boolean {
  const [, memory, time, lanes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(hash)?.map(Number) ?? [];
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
