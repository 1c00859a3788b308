import { readPhone } from "#/kernel/phone.ts";
import { contactsRefused } from "./errors.ts";

/** A phone number as it was typed, and as it is dialled. */
export type PhoneNumber = {
  number: string;
  e164: string;
  extension: string | null;
  label: string | null;
  isPrimary: boolean;
};
export type EmailAddress = { address: string; label: string | null; isPrimary: boolean };
/** Somebody at a site. */
export type SiteContact = {
  name: string;
  role: string | null;
  phone: string | null;
  e164: string | null;
  email: string | null;
};

type PhoneInput = { number: string; extension?: string | undefined; label?: string | undefined; isPrimary?: boolean };
type EmailInput = { address: string; label?: string | undefined; isPrimary?: boolean };
type SiteContactInput = { name: string } & { [K in "role" | "phone" | "email"]?: string | null | undefined };

/** The form in which addresses are compared. */
export const emailKey = (address: string): string => address.toLowerCase();

/** The one that comes first where one is wanted. */
export const primaryOf = <T extends { isPrimary: boolean }>(list: readonly T[] = []): T | undefined =>
  list.find(({ isPrimary }) => isPrimary) ?? list[0];

/** One is the primary: the one that says so, else the first. Refuses two that say so. */
function withPrimary<T extends { isPrimary: boolean }>(list: readonly T[], field: string): T[] {
  const primaries = list.flatMap(({ isPrimary }, i) => (isPrimary ? [i] : []));
  if (primaries.length > 1) throw contactsRefused({ [`${field}.${primaries[1]}.is_primary`]: "only one is primary" });
  return list.map((one, i) => ({ ...one, isPrimary: i === (primaries[0] ?? 0) }));
}

/** The first of those with the same key. */
const once = <T>(list: readonly T[], keyOf: (one: T) => string): T[] =>
  [...new Map(list.toReversed().map((one) => [keyOf(one), one])).values()].toReversed();

/** Phone numbers of a request: read, each once, one of them primary. */
export function readPhones(given: readonly PhoneInput[]): PhoneNumber[] {
  const problems: Record<string, string> = {};
  const read = given.flatMap(({ number, extension, label = null, isPrimary = false }, i): PhoneNumber[] => {
    const phone = readPhone(number);
    if ("e164" in phone) return [{ number, label, isPrimary, ...phone, extension: extension ?? phone.extension }];
    problems[`phones.${i}.number`] = phone.problem;
    return [];
  });
  if (Object.keys(problems).length > 0) throw contactsRefused(problems);
  return withPrimary(
    once(read, ({ e164, extension }) => `${e164} ${extension}`),
    "phones",
  );
}

/** E-mail addresses of a request: each once, one of them primary. */
export const readEmails = (given: readonly EmailInput[]): EmailAddress[] =>
  withPrimary(
    once(
      given.map(({ address, label = null, isPrimary = false }) => ({ address, label, isPrimary })),
      ({ address }) => emailKey(address),
    ),
    "emails",
  );

/** The people at a site, with their numbers as they are dialled. */
export function readSiteContacts(given: readonly SiteContactInput[]): SiteContact[] {
  const problems: Record<string, string> = {};
  const read = given.map(({ name, role = null, phone = null, email = null }, i): SiteContact => {
    const found = phone === null ? null : readPhone(phone);
    if (found && "problem" in found) problems[`contacts.${i}.phone`] = found.problem;
    return { name, role, phone, e164: found && "e164" in found ? found.e164 : null, email };
  });
  if (Object.keys(problems).length > 0) throw contactsRefused(problems);
  return read;
}

type Reachable = { phones: readonly PhoneNumber[]; emails: readonly EmailAddress[] };

/** What a customer is known again by. */
export const contactKeys = ({ phones, emails }: Reachable): string[] => [
  ...new Set([...phones.map(({ e164 }) => e164), ...emails.map(({ address }) => emailKey(address))]),
];

/** The contacts of two customers who are one: each once, with the primary of the first. */
export function joinContacts(kept: Reachable, merged: Reachable): { phones: PhoneNumber[]; emails: EmailAddress[] } {
  const later = <T extends { isPrimary: boolean }>(first: readonly T[], second: readonly T[]) =>
    first.length === 0 ? second : [...first, ...second.map((one) => ({ ...one, isPrimary: false }))];
  return {
    phones: once(later(kept.phones, merged.phones), ({ e164, extension }) => `${e164} ${extension}`),
    emails: once(later(kept.emails, merged.emails), ({ address }) => emailKey(address)),
  };
}
