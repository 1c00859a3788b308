import { fold } from "#/kernel/fold.ts";
import type { EmailAddress, PhoneNumber, SiteContact } from "./contacts.ts";

/** Letters of a word that are searched; names are shorter. */
const MOST_LETTERS = 40;
/** Words of a question that count. */
const MOST_TERMS = 8;
/** Begins a number that is kept from its end; it is not a letter, so words never begin with it. */
const FROM_END = "¶";
/** Digits from which on the end of a number finds it. */
const LEAST_DIGITS = 4;

type Text = string | null | undefined;

const split = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.slice(0, MOST_LETTERS));
const fromEnd = (digits: string): string => FROM_END + digits.split("").reverse().join("");
const digitsOf = (text: string): string => text.replace(/\D/g, "");
const joined = (texts: readonly Text[], numbers: readonly Text[]): string =>
  [
    ...new Set([
      ...texts.flatMap((text) => split(text ?? "")),
      ...numbers.flatMap((e164) => (e164 ? [fromEnd(digitsOf(e164))] : [])),
    ]),
  ].join(" ");

type Searched = Record<
  | "name"
  | "firstName"
  | "lastName"
  | "companyName"
  | "externalId"
  | "billingAddress"
  | "billingCity"
  | "billingState"
  | "billingZip",
  string | null
> & { phones: readonly PhoneNumber[]; emails: readonly EmailAddress[] };

/** The words by which a customer is found: of name, company, addresses and the id in another system, and numbers from their end. */
export const customerWords = (customer: Searched): string =>
  joined(
    [
      customer.name,
      customer.firstName,
      customer.lastName,
      customer.companyName,
      ...customer.emails.map(({ address }) => address),
      customer.billingAddress,
      customer.billingCity,
      customer.billingState,
      customer.billingZip,
      customer.externalId,
    ],
    customer.phones.map(({ e164 }) => e164),
  );

type SearchedSite = Record<"name" | "address" | "city" | "state" | "zip", string | null> & {
  contacts: readonly SiteContact[];
};

/** The words by which a customer is found for one of their sites. */
export const siteWords = ({ name, address, city, state, zip, contacts }: SearchedSite): string =>
  joined(
    [name, address, city, state, zip, ...contacts.flatMap((contact) => [contact.name, contact.email])],
    contacts.map(({ e164 }) => e164),
  );

/**
 * What people typed as a full-text question, of which each term must be found: a word by its beginning, a number of four digits or more also
 * by the end of a phone number. Undefined where there is nothing to look for. `own` begins each word of a business in the index.
 */
export function matchOf(typed: string, own: string): string | undefined {
  const beginning = (word: string) => `"${own}${word}"*`;
  const all = (conditions: readonly string[]) =>
    conditions.length > 1 ? `(${conditions.join(" AND ")})` : (conditions[0] ?? "");
  const ends = (digits: string) => (digits.length >= LEAST_DIGITS ? [beginning(fromEnd(digits))] : []);
  const either = (conditions: readonly string[]) =>
    conditions.length > 1 ? `(${conditions.join(" OR ")})` : (conditions[0] ?? "");
  const partOf = (part: string): string[] => {
    const words = split(part);
    if (words.length === 0) return [];
    const number = /^[\d().+-]+$/.test(part) ? ends(digitsOf(part)) : [];
    return [either([all(words.map(beginning)), ...number])];
  };
  // a number may have spaces in it: `+1 (512) 555-0143`
  const parts = typed.normalize("NFKC").match(/[\d().+-]+(?:\s+[\d().+-]+)*(?!\S)|\S+/gu) ?? [];
  const terms = parts.slice(0, MOST_TERMS).flatMap((part) => {
    const pieces = part.split(/\s+/);
    if (pieces.length === 1) return partOf(part);
    const words = pieces.flatMap(partOf);
    return words.length === 0 ? [] : [either([all(words), ...ends(digitsOf(part))])];
  });
  return terms.length === 0 ? undefined : terms.join(" AND ");
}

type Names = { [K in "firstName" | "lastName" | "companyName"]?: string | null | undefined };

/** What a customer is called where nobody says: by the company, else by first and last name. */
export const nameOf = ({ firstName, lastName, companyName }: Names): string | undefined =>
  companyName ?? ([firstName, lastName].filter(Boolean).join(" ") || undefined);

type Called = {
  name: string;
  firstName: string | null;
  companyName: string | null;
  type: "residential" | "commercial";
};
/** Words that begin a name without being a first name. */
const NO_FIRST_NAME = /^(?:mrs?|ms|miss|mx|dr|prof|rev|the|family)$/i;

/**
 * How a message addresses a customer: by their first name, or the first word of a person's name where that is in plain order. Companies,
 * couples and `Byron, Ada` are called by the whole name.
 */
export function firstNameOf({ name, firstName, companyName, type }: Called): string {
  if (firstName !== null) return firstName;
  const [first = name, ...others] = name.trim().split(/\s+/);
  const isPlain = /^[\p{L}\p{M}'’-]{2,}$/u.test(first) && !NO_FIRST_NAME.test(first);
  const isOne = others.length > 0 && !others.some((word) => /^(?:&|and|\+)$/i.test(word));
  return type === "residential" && companyName === null && isPlain && isOne ? first : name;
}

/** The one that is meant of those who have a phone or an e-mail: who is not archived comes first. Undefined: none, or nobody can tell. */
export function theOne<T extends { archivedAt: unknown }>(found: readonly T[]): T | undefined {
  const current = found.filter(({ archivedAt }) => archivedAt === null);
  const [one, ...others] = current.length > 0 ? current : found;
  return others.length === 0 ? one : undefined;
}

const BLANKS = ["firstName", "lastName", "companyName", "preferredTechnicianId", "source"] as const;
const ADDRESS = ["billingAddress", "billingCity", "billingState", "billingZip"] as const;

type Filled = Record<
  Exclude<(typeof BLANKS)[number], "preferredTechnicianId"> | (typeof ADDRESS)[number] | "notes" | "doNotServiceReason",
  string | null
> & { preferredTechnicianId: number | null; doNotService: boolean };

/** What a customer gets from the one merged into them: what was blank, an address as a whole. Whoever must not be served must not still. */
export function filledFrom(kept: Filled, merged: Filled): Partial<Filled> {
  const blank = (names: readonly (keyof Filled)[]) =>
    Object.fromEntries(names.filter((name) => kept[name] === null).map((name) => [name, merged[name]]));
  const hasAddress = ADDRESS.some((name) => kept[name] !== null);
  const notes = [kept.notes, merged.notes].filter(Boolean).join("\n\n");
  return {
    ...blank(BLANKS),
    ...(hasAddress ? {} : blank(ADDRESS)),
    notes: notes || null,
    ...(!kept.doNotService && merged.doNotService
      ? { doNotService: true, doNotServiceReason: merged.doNotServiceReason }
      : {}),
  };
}
