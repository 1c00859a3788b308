import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** A telephone number: as people dial it from anywhere (E.164), and what is dialled after it. */
export type Phone = { e164: string; extension: string | null };

/** Digits beyond which a text that is not one number is taken for two. */
const LONGEST = 15;
/** What is longer behind a semicolon is another number. */
const LONGEST_EXTENSION = 6;

/**
 * Reads a phone number as people write it; one without a country code is taken as of the United States. Numbers are judged by their length
 * alone: area codes in service since 2023 are missing in the tables of "valid" numbers. Answers what is wrong with any other text.
 */
export function readPhone(text: string): Phone | { problem: string } {
  const found = parsePhoneNumberFromString(text.normalize("NFKC"), { defaultCountry: "US", extract: false });
  const extension = found?.ext ?? "";
  if (found?.isPossible() && extension.length <= LONGEST_EXTENSION)
    return { e164: found.number, extension: extension || null };
  const digits = text.match(/\p{Nd}/gu)?.length ?? 0;
  return {
    problem:
      digits > LONGEST
        ? "must be one phone number; send a second one as a phone of its own"
        : "must be a phone number with its area code, like (813) 555-0142; begin with + outside the United States",
  };
}
