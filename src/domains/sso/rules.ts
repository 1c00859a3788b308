import type { ProvedIdentity } from "#/integrations/identity-providers/port.ts";
import { Username } from "#/kernel/fields.ts";

/** The Entra tenant of all personal Microsoft accounts. */
const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** Whether a business admits this Entra tenant: one that it lists; where it lists none, any organization's, but no personal account. */
export const admitsMicrosoftTenant = (tid: string, listed: readonly string[]): boolean =>
  listed.length > 0 ? listed.some((one) => one.toLowerCase() === tid) : tid !== CONSUMERS;

export type OwnerInput = Partial<Record<"username" | "firstName" | "lastName", string | undefined>>;

/** The owner of a new business: as they say, else as their provider says. */
export function ownerOf({ email, emailVerified, name }: ProvedIdentity, said: OwnerInput) {
  const username = said.username ?? Username.safeParse(email).data ?? "owner";
  const saidName = [said.firstName, said.lastName].filter(Boolean).join(" ");
  return { username, name: saidName || name || username, email, emailVerified, password: null };
}
