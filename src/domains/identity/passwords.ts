import type Argon2 from "@phi-ag/argon2";
import { isCommonPassword } from "./common-passwords.ts";
import { weakPassword } from "./errors.ts";
import { type PasswordOwner, passwordProblem } from "./rules.ts";

// Argon2id as OWASP asks first: 19 MiB, 2 passes, 1 lane. PBKDF2 would work here and be refused in production (platform.md 6).
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 };

let loaded: Promise<Argon2> | undefined;

/** The wasm module, once per isolate and only where a password is checked. */
async function argon2(): Promise<Argon2> {
  const [{ default: Hasher }, { default: module }] = await Promise.all([
    import("@phi-ag/argon2"),
    import("@phi-ag/argon2/argon2.wasm"),
  ]);
  return new Hasher(await WebAssembly.instantiate(module, {}));
}
const hasher = (): Promise<Argon2> => {
  loaded ??= argon2();
  return loaded;
};

/** The password under the pepper: a stolen database alone is no use for guessing. Base64 of HMAC-SHA-256 over NFKC. */
async function peppered(env: { PASSWORD_PEPPER: string }, password: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(env.PASSWORD_PEPPER),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(password.normalize("NFKC")));
  return btoa(String.fromCharCode(...new Uint8Array(mac)));
}

/** The password's Argon2id hash as a PHC string, under a random salt. */
export async function hashPassword(env: { PASSWORD_PEPPER: string }, password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return (await hasher()).hash(await peppered(env, password), { ...PARAMETERS, salt }).encoded;
}

/** A valid hash of nobody's password: an unknown user costs as much time as a wrong password. */
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** In the place of a hash: this user has no password, he signs in otherwise. */
export const NO_PASSWORD = "";

/** Whether the password is the hash's; without a hash it is never, and takes as long. */
export async function isPassword(
  env: { PASSWORD_PEPPER: string },
  password: string,
  hash: string | undefined,
): Promise<boolean> {
  const argon = await hasher();
  const { success } = argon.tryVerify(hash || NOBODY, await peppered(env, password));
  return success && Boolean(hash);
}

/** Whether a hash was made with less effort than new ones are. Says so of whatever is not a hash of ours, too. */
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
