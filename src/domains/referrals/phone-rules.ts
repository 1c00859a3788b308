import { readPhone } from "#/kernel/phone.ts";

/**
 * A US phone number in E.164 (+1XXXXXXXXXX), or what is wrong with the text. Judged by its length and the first digit of its area code only:
 * numbering plans grow faster than tables of valid numbers, and the document's own example, 5551234567, is in none.
 */
export function usPhone(text: string): { e164: string } | { problem: string } {
  const found = readPhone(text);
  if ("problem" in found) return { problem: "must be a US phone number with its area code, like (813) 555-0142" };
  if (found.extension !== null) return { problem: "must not have an extension" };
  if (!/^\+1[2-9]\d{9}$/.test(found.e164))
    return { problem: "must be a US phone number with its area code, like (813) 555-0142" };
  return { e164: found.e164 };
}
