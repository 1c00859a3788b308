import { z } from "@hono/zod-openapi";
import { MAX_CENTS } from "./money.ts";
import { type Instant, type LocalDate, toInstant } from "./time.ts";

export { z };

// Fields are shared on purpose: separate copies in 74 endpoints cost start-up time and type-checking time (platform.md 8).

/** Id of a resource of the spec: a small positive integer, counted per tenant. */
export const Id = z.int().positive().openapi({ example: 1 });
/** An id in a path or query string. */
export const IdText = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, "must be a positive integer")
  .transform(Number)
  .refine(Number.isSafeInteger, "is too large")
  .openapi({ type: "integer", minimum: 1, example: 1 });
export const IdParams = z.object({ id: IdText.openapi({ param: { name: "id", in: "path" } }) });

/** An integer of a unit. Where it breaks a bound, that is told instead. */
export const integerOf = (unit: string) =>
  z.int({ error: ({ code }) => (code === "invalid_type" ? `must be an integer number of ${unit}` : undefined) });

export const Cents = integerOf("cents").min(0).max(MAX_CENTS).openapi({ example: 150000 });
/** A quantity: above zero, at most three decimals, at most a million. */
export const Quantity = z
  .number()
  .positive()
  .max(1_000_000)
  .refine((value) => Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6, "must have at most three decimals")
  .openapi({ example: 1 });
export const Bps = integerOf("basis points (1 bps = 0.01 %)").min(0).max(10_000).openapi({ example: 750 });

/** Makes the text after it look like other text ("Trojan Source"). */
const turnsText = (text: string): boolean => /\p{Bidi_Control}/u.test(text);
/** At least one character that can be seen; the braille blank is a symbol to Unicode, and empty to people. */
const isVisible = (text: string): boolean => /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);

/** One line of text: trimmed, in one form (NFC), so that what looks the same is the same; 1 to `max` characters, no control characters. */
export const line = (max: number) =>
  z
    .string()
    .normalize("NFC")
    .trim()
    .min(1, "must not be empty")
    .max(max)
    .regex(/^\P{Cc}*$/u, "must not contain control characters")
    .refine((text) => text.isWellFormed(), "must be well-formed Unicode")
    .refine((text) => !turnsText(text), "must not contain characters that change the direction of text")
    .refine(isVisible, "must contain something that can be seen");

/** Mail programs make a link of these, with or without a scheme. */
const ADDRESS = /:\/\/|\bwww\.|[\p{L}\p{N}][.\u3002\uff0e\uff61](?:\p{L}{2,}|xn--)/iu;
/** A name that goes into mails or onto pages: it must not bring a link to strangers. */
export const properName = (max: number) =>
  line(max).refine((text) => !ADDRESS.test(text), "must not contain a web address; put a space after a full stop");
/** A name as others know it, made to pass as a proper name, since nobody can change at once what their provider calls them. Undefined: nothing is left. */
export const cleanName = (text: string, max: number): string | undefined => {
  const plain = text
    .toWellFormed()
    .replace(/\p{Cc}|\p{Bidi_Control}/gu, " ")
    .normalize("NFC");
  const apart = plain.replace(/:\/\/|\bwww\./gi, " ").replace(/[.\u3002\uff0e\uff61](?=\S)/g, "$& ");
  const fits = (name: string) => properName(max).safeParse(name.trim().slice(0, max).toWellFormed()).data;
  return fits(plain) ?? fits(apart);
};
/** Free text, may contain line breaks, up to `max` characters. */
export const prose = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes("\0") && text.isWellFormed(), "must not contain NUL or broken Unicode");

const isWithin = (ms: number): boolean => ms >= 0 && ms < Date.UTC(2200, 0);

/** Accepts RFC 3339 with any offset; converts to UTC with milliseconds. */
export const InstantField = z.iso
  .datetime({
    offset: true,
    error:
      "must be an RFC 3339 date and time with seconds and an offset, e.g. 2026-03-28T09:00:00Z; in a query, write + as %2B",
  })
  // judged as the moment that it means: an offset moves it across the turn of a year
  .refine((text) => isWithin(Date.parse(text)), "must be between 1970 and 2199, in UTC")
  .transform((text): Instant => toInstant(text))
  .openapi({ type: "string", format: "date-time", example: "2026-03-28T09:00:00.000Z" });
/** An instant in a response. */
export const InstantOut = z.iso.datetime().openapi({ format: "date-time", example: "2026-03-28T09:00:00.000Z" });
export const DateField = z.iso
  .date("must be a calendar day, YYYY-MM-DD")
  .refine((text) => text >= "1970-01-01" && text <= "2199-12-31", "must be between 1970 and 2199")
  .transform((text) => text as LocalDate)
  .openapi({ type: "string", format: "date", example: "2026-03-28" });

export const Latitude = z.number().min(-90).max(90).openapi({ example: 27.9506 });
export const Longitude = z.number().min(-180).max(180).openapi({ example: -82.4572 });

export const Email = z.email("must be an e-mail address").max(254).openapi({ example: "jane@smithhvac.example" });

/** Letters of any script with their combining marks, but nothing that nobody sees: two names that look the same must not be two. */
const isUsername = (name: string): boolean =>
  /^(?!\p{M})[\p{L}\p{M}\p{N}._@+-]{3,64}$/u.test(name) && !/\p{Default_Ignorable_Code_Point}/u.test(name);

/** A user name in one form (NFKC), whatever the keyboard sends; it is judged, stored and compared in that form. */
export const Username = z
  .string()
  .normalize("NFKC")
  .trim()
  .refine(isUsername, "must be 3 to 64 letters, digits or . _ @ + -")
  .openapi({ type: "string", minLength: 3, maxLength: 64, example: "admin" });
/** A new password on the wire. The rules of the identity domain check its strength. */
export const NewPassword = z
  .string()
  .max(128, "must have at most 128 characters")
  .openapi({ example: "securePassword123!" });

/** IANA names only: an offset knows no summer time. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, "must be an IANA time zone, like America/New_York")
  .openapi({ description: "IANA time zone: what a day is here", example: "America/Chicago" });

function isTimeZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false; // the constructor throws for unknown names
  }
}

/** A boolean in a query string: "true" or "false". */
export const FlagText = z
  .enum(["true", "false"])
  .transform((text) => text === "true")
  .openapi({ type: "boolean" });

/** Of a CSV file. */
export const Bom = z
  .enum(["0", "1"])
  .optional()
  .openapi({ description: "1: the file begins with a byte order mark, by which older spreadsheets know UTF-8" });

/** A check of a change: it names at least one field. */
export const namesAField = [
  (body: object) => Object.keys(body).length > 0,
  "name at least one field to change",
] as const;

/** Another spelling of a parameter. */
export const another = <S extends z.ZodType>(name: string, field: S) =>
  field.optional().openapi({ description: `another spelling of \`${name}\`` });
/** A name in another spelling of a parameter: without an enum in the document, because generators of clients would make one name of both. */
export const anotherName = <S extends z.ZodType<unknown, string>>(name: string, field: S) =>
  another(name, z.string().pipe(field));
/** The days of a query as the reference spells them, beside `date_from` and `date_to`. */
export const daysRespelt = { dateFrom: another("date_from", DateField), dateTo: another("date_to", DateField) };

type Days = { [K in "date_from" | "date_to" | "dateFrom" | "dateTo"]?: string | undefined };
/** A check of a query that its days are in order. */
export const daysInOrder: [(query: Days) => boolean, { path: string[]; error: string }] = [
  ({ dateFrom, dateTo, date_from: from = dateFrom, date_to: to = dateTo }) => !from || !to || from <= to,
  { path: ["date_to"], error: "must not be before date_from" },
];

/** A check that two fields come together, both named or both absent or null; the refusal names the second. */
export const together = <A extends string, B extends string>(
  one: A,
  other: B,
): [(body: { [K in A | B]?: unknown }) => boolean, { path: string[]; error: string }] => [
  (body) => (body[one] == null) === (body[other] == null),
  { path: [other], error: `${one} and ${other} go together: both, or neither` },
];
