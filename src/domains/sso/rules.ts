import type { ProvedIdentity } from "#/integrations/identity-providers/port.ts";
import { cleanName, Username } from "#/kernel/fields.ts";

/** The Entra tenant of all personal Microsoft accounts. */
const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** Whether a business admits this Entra tenant: one that it lists; where it lists none, any organization's, but no personal account. */
export const admitsMicrosoftTenant = (tid: string, listed: readonly string[]): boolean =>
  listed.length > 0 ? listed.some((one) => one.toLowerCase() === tid) : tid !== CONSUMERS;

export type OwnerInput = Partial<Record<"username" | "firstName" | "lastName", string | undefined>>;

const MAX_NAME = 120;

/** The owner of a new business: as they say, else as their provider says. The name goes into mails, so it must not bring a link. */
export function ownerOf({ email, emailVerified, name }: ProvedIdentity, said: OwnerInput) {
  const username = said.username ?? Username.safeParse(email).data ?? "owner";
  const saidName = [said.firstName, said.lastName].filter(Boolean).join(" ");
  const toldName = [name, username.split("@")[0]].map((text) => cleanName(text ?? "", MAX_NAME)).find(Boolean);
  return { username, name: saidName || toldName || "Owner", email, emailVerified, password: null };
}
