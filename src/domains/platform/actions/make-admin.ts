import { newId } from "#/kernel/ids.ts";
import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import type { Instant } from "#/kernel/time.ts";
import type { Admin } from "../repo.ts";

/** A new platform administrator with their password, which is shown this once. It is generated, so it is never weak. */
export async function makeAdmin(email: string, now: Instant): Promise<{ admin: Admin; password: string }> {
  const password = randomSecret();
  const admin: Admin = {
    id: newId("pad"),
    email: email.toLowerCase(),
    passwordHash: await sha256(password),
    status: "active",
    createdAt: now,
  };
  return { admin, password };
}
