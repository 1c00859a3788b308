import { readPhone } from "#/kernel/phone.ts";
import { phoneRefused } from "./errors.ts";

/** The phone number of a request as it is dialled. */
export function readLeadPhone(phone: string | null | undefined) {
  if (!phone) return { phoneE164: null, phoneExtension: null };
  const read = readPhone(phone);
  if ("problem" in read) throw phoneRefused(read.problem);
  return { phoneE164: read.e164, phoneExtension: read.extension };
}
