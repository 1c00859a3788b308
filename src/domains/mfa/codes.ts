import { hashPassword, isPassword } from "#/domains/identity/index.ts";
import { BACKUP_CODES } from "./rules.ts";

/** Crockford's base32: no letter that could be another one. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** 60 random bits. */
const newCode = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => ALPHABET[byte % 32]).join("");

/** A fresh set: the codes as they are shown this once, `ABCD-EFGH-JKMN`, and the hashes that are kept. */
export async function newBackupCodes(env: { PASSWORD_PEPPER: string }) {
  const codes = Array.from({ length: BACKUP_CODES }, newCode);
  const hashes: string[] = [];
  for (const code of codes) hashes.push(await hashPassword(env, code));
  return { shown: codes.map((code) => code.replace(/(.{4})(?=.)/g, "$1-")), hashes };
}

/** The one of these hashes that is the code's. */
export async function hashOfCode(env: { PASSWORD_PEPPER: string }, code: string, hashes: readonly string[]) {
  for (const hash of hashes) if (await isPassword(env, code, hash)) return hash;
  return undefined;
}

/** Six digits, each equally likely. */
export function newEmailCode(): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  // 2^32 is not a multiple of a million: the few numbers beyond the last one would favour small codes
  return random < 4_294_000_000 ? String(random % 1_000_000).padStart(6, "0") : newEmailCode();
}
