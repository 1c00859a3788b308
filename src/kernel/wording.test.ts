import { describe, expect, it } from "vitest";
import { z } from "./fields.ts";
import { wording } from "./wording.ts";

const said = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { reportInput: true, error: wording }).error?.issues.map(({ message }) => message);

const day = new Date(0);
/** Every kind of issue that the validator raises, and what we say. */
const table: [kind: string, schema: z.ZodType, value: unknown, says: string][] = [
  ["invalid_type", z.string(), 1, "must be a text, not a number"],
  ["invalid_type", z.number(), "1", "must be a number, not a text"],
  ["invalid_type", z.int(), 1.5, "must be an integer"],
  ["invalid_type", z.int(), "1", "must be an integer, not a text"],
  ["invalid_type", z.boolean(), null, "must be true or false, not null"],
  ["invalid_type", z.array(z.string()), {}, "must be a list, not an object"],
  ["invalid_type", z.object({}), [], "must be an object, not a list"],
  ["invalid_type", z.record(z.string(), z.string()), "x", "must be an object, not a text"],
  ["invalid_type", z.null(), true, "must be null, not true or false"],
  ["invalid_type", z.date(), "x", "must be a date, not a text"],
  ["invalid_type", z.never(), "x", "must be left out, not a text"],
  ["invalid_value", z.literal("Polygon"), "Point", "must be Polygon"],
  ["invalid_value", z.enum(["a", "b"]), "c", "must be one of: a, b"],
  ["too_small", z.number().min(1), 0, "must be at least 1"],
  ["too_small", z.number().positive(), 0, "must be more than 0"],
  ["too_small", z.string().min(1), "", "must not be empty"],
  ["too_small", z.string().min(3), "ab", "must have at least 3 characters"],
  ["too_small", z.string().length(1), "", "must have exactly 1 character"],
  ["too_small", z.array(z.string()).min(1), [], "must not be empty"],
  ["too_small", z.array(z.string()).min(2), [], "must have at least 2 entries"],
  ["too_small", z.array(z.string()).length(2), [], "must have exactly 2 entries"],
  ["too_small", z.tuple([z.string(), z.string()]), ["a"], "must have at least 2 entries"],
  ["too_small", z.set(z.string()).min(2), new Set(), "must have at least 2 entries"],
  ["too_small", z.bigint().min(5n), 1n, "must be at least 5"],
  ["too_big", z.number().max(9), 10, "must be at most 9"],
  ["too_big", z.number().lt(9), 9, "must be less than 9"],
  ["too_big", z.string().max(2), "abc", "must have at most 2 characters"],
  ["too_big", z.string().max(1), "abc", "must have at most 1 character"],
  ["too_big", z.array(z.string()).max(1), ["a", "b"], "must have at most 1 entry"],
  ["too_big", z.tuple([z.string()]), ["a", "b"], "must have at most 1 entry"],
  ["too_big", z.map(z.string(), z.string()).max(0), new Map([["a", "b"]]), "must have at most 0 entries"],
  ["not_multiple_of", z.number().multipleOf(5), 7, "must be a multiple of 5"],
  ["invalid_format", z.email(), "x", "must be an e-mail address"],
  ["invalid_format", z.url(), "x", "must be a web address"],
  ["invalid_format", z.uuid(), "x", "must be a UUID"],
  ["invalid_format", z.iso.date(), "x", "must be a calendar day, YYYY-MM-DD"],
  ["invalid_format", z.iso.datetime(), "x", "must be an RFC 3339 date and time, e.g. 2026-03-28T09:00:00Z"],
  ["invalid_format", z.iso.time(), "x", "must be a time of day, HH:MM:SS"],
  ["invalid_format", z.string().regex(/^a$/), "x", "must match the pattern /^a$/"],
  ["invalid_format", z.string().startsWith("a"), "x", 'must begin with "a"'],
  ["invalid_format", z.string().endsWith("a"), "x", 'must end with "a"'],
  ["invalid_format", z.string().includes("a"), "x", 'must contain "a"'],
  ["invalid_format", z.string().lowercase(), "X", "must be in lower case"],
  ["invalid_format", z.base64(), "?", "must be of the format base64"],
  ["unrecognized_keys", z.strictObject({}), { a: 1 }, "is not a field of this request, which has none"],
  ["unrecognized_keys", z.strictObject({ b: z.any() }), { a: 1 }, "is not a field of this request; there are: b"],
  [
    "invalid_key",
    z.record(z.string().max(1), z.any()),
    { abc: 1 },
    "is not a possible name: it must have at most 1 character",
  ],
  [
    "invalid_element",
    z.map(z.string(), z.object({ a: z.date() })),
    new Map([
      ["k", { a: day }],
      ["l", { a: 1 }],
    ]),
    "must be a date, not a number",
  ],
  [
    "invalid_union",
    z.union([z.string(), z.number(), z.boolean()]),
    [],
    "must be a text, or a number, or true or false",
  ],
  ["custom", z.string().refine(() => false), "x", "is not possible here"],
];

describe("what a validator says", () => {
  it.each(table)("of %s, by our words: %#", (_kind, schema, value, says) =>
    expect(said(schema, value)).toContain(says),
  );

  it("covers every kind of issue", () => {
    const kinds = ["invalid_type", "too_big", "too_small", "invalid_format", "not_multiple_of", "unrecognized_keys"];
    const more = ["invalid_union", "invalid_key", "invalid_element", "invalid_value", "custom"];
    const all: Record<z.core.$ZodIssue["code"], true> = Object.fromEntries(
      [...kinds, ...more].map((kind) => [kind, true]),
    ) as Record<z.core.$ZodIssue["code"], true>;
    expect(new Set(table.map(([kind]) => kind))).toEqual(new Set(Object.keys(all)));
  });

  it("leaves the words of a schema as they are", () =>
    expect(said(z.string().min(1, "must say why"), "")).toEqual(["must say why"]));

  it("tells of a field that is none, where there are many, which are written nearly so", () => {
    const many = z.strictObject(
      Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`field_${i}`, z.any().optional()])),
    );
    const schema = many.extend({ local_time: z.any().optional() });
    const says = "is not a field of this request";
    expect(said(schema, { time: 1 })).toEqual([`${says}; near it: local_time`]);
    expect(said(schema, { LocalTime: 1 })).toEqual([`${says}; near it: local_time`]);
    expect(said(schema, { other: 1 })).toEqual([says]);
  });
});
