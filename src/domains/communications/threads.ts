import { toBase64, toBase64Url } from "#/kernel/seal.ts";
import type { Channel } from "./rules.ts";

type Talk = { channel: Channel; address: string | null; customerId: number | null };

/** Texts and calls with one number are one conversation, mails with one address another; what has no address belongs to the customer. */
const nameOf = ({ channel, address, customerId }: Talk): string => {
  if (address === null) return `customer ${customerId}`;
  return channel === "email" ? `email ${address.toLowerCase()}` : `phone ${address}`;
};

/** The id of a conversation: the same for the same business and address, and telling nothing of it. */
export async function threadOf(ctx: { tenant: { id: string } }, talk: Talk): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${ctx.tenant.id} ${nameOf(talk)}`));
  return `thr_${toBase64Url(toBase64(new Uint8Array(digest).subarray(0, 15)))}`;
}
