import type { ProvedIdentity } from "#/integrations/identity-providers/port.ts";
import { Username } from "#/kernel/fields.ts";

/** The Entra tenant of all personal Microsoft accounts. */
const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** Whether a business admits this Entra tenant: those it lists, else any organization's but not personal accounts. */
export const admitsMicrosoftTenant = (tid: string, listed: readonly string[]): boolean =>
  listed.length > 0 ? listed.some((one) => one.toLowerCase() === tid) : tid !== CONSUMERS;

export type OwnerInput = {
  username?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
};

/** The owner of a business to be: as he says, else as his provider says. */
export function ownerOf({ email, emailVerified, name }: ProvedIdentity, said: OwnerInput) {
  const username = said.username ?? (Username.safeParse(email).success ? email : null) ?? "owner";
  const saidName = [said.firstName, said.lastName].filter(Boolean).join(" ");
  return { username, name: saidName || name || username, email, emailVerified, password: null };
}
