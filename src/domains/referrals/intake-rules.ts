import type { attributions } from "#/db/control/schema/referrals.ts";
import { cleanName } from "#/kernel/fields.ts";
import type { IntakeBody, Person } from "./open-schemas.ts";

/** A referral of the same phone within this time is a duplicate, unless the first was cancelled. */
export const DUPLICATE_SECONDS = 30 * 24 * 3600;

const PLACE_HOLDERS = 10;
const BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";
/** Bytes beyond the last whole multiple of 36 are thrown away, so that every character is equally likely. */
const FAIR_BYTES = 252;

/** `JOB-` and ten random characters, as referrers see them. */
export function newPublicId(): string {
  let id = "";
  while (id.length < PLACE_HOLDERS)
    for (const byte of crypto.getRandomValues(new Uint8Array(16)))
      if (byte < FAIR_BYTES && id.length < PLACE_HOLDERS) id += BASE36.charAt(byte % BASE36.length);
  return `JOB-${id}`;
}

export type Attribution = { type: (typeof attributions)[number]; person: Person | null };

/** Who is credited: the call center's agent before the referring user before whoever holds the key. */
export function attributionOf({
  callCenter,
  referringUser,
}: Pick<IntakeBody, "callCenter" | "referringUser">): Attribution {
  if (callCenter?.agent) return { type: "call_center_agent", person: callCenter.agent };
  if (referringUser) return { type: "referring_user", person: referringUser };
  return { type: "api_key", person: null };
}

/** What an invitation calls a person: never a link, and never more than a line. */
export function nameOf({ first_name, last_name, name }: Person): string {
  const whole = name ?? [first_name, last_name].filter(Boolean).join(" ");
  return cleanName(whole, 80) ?? "there";
}

/** Addresses are compared without regard to case. */
export const addressOf = ({ email }: Person): string | null => email?.toLowerCase() ?? null;

/** The people of a referral who have an address, each once: whoever is new to us is invited. */
export function peopleOf({ callCenter, referringUser }: Pick<IntakeBody, "callCenter" | "referringUser">) {
  const byAddress = new Map<string, string>();
  for (const person of [callCenter?.agent, referringUser]) {
    const email = person && addressOf(person);
    if (email && !byAddress.has(email)) byAddress.set(email, nameOf(person));
  }
  return Array.from(byAddress, ([email, name]) => ({ email, name }));
}
