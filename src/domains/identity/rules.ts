/** NIST SP 800-63B-4 for a password that is the only factor; no rules of composition. */
const MIN_LENGTH = 15;

/** User names are compared without regard to case and form. */
export const usernameKey = (username: string): string => username.trim().normalize("NFKC").toLowerCase();

/** What is wrong with a new password, or null. Judged in NFKC; the names of its owner are too easy to guess. */
export function passwordProblem(password: string, owner: { username: string; businessName: string }): string | null {
  const plain = password.normalize("NFKC");
  if (Array.from(plain).length < MIN_LENGTH) return `must have at least ${MIN_LENGTH} characters`;
  const bare = plain.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const names = [owner.username, owner.businessName].map((name) => usernameKey(name).replace(/[^\p{L}\p{N}]/gu, ""));
  if (names.some((name) => name !== "" && bare.replaceAll(name, "").length < MIN_LENGTH / 2 && bare.includes(name)))
    return "must not be made of your user name or business name";
  if (new Set(bare).size < 5) return "must not repeat so few characters";
  return null;
}

export const isAdmin = (roles: readonly string[]): boolean => roles.includes("owner") || roles.includes("admin");

/** A refresh token lives at most this long, and this long without being used. */
export const SESSION_DAYS = { absolute: 90, idle: 30 };

/** `rt_<session>_<secret>`; null when the text has another form. */
export function sessionOfRefreshToken(token: string): string | null {
  return /^rt_(ses_[0-9A-Z]{26})_[\w-]{43}$/.exec(token)?.[1] ?? null;
}
