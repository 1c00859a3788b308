import { describe, expect, it } from "vitest";
import { AppError, errorKinds } from "#/kernel/errors.ts";
import { z } from "#/kernel/fields.ts";
import { holidayRegions } from "#/kernel/holiday-regions.ts";
import { parse } from "./invalid.ts";

const refuse = (schema: z.ZodType, value: unknown): AppError => {
  try {
    parse("invalid", schema, value);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("It was not refused.");
};

describe("what is wrong with a request", () => {
  const Order = z.strictObject({
    customer_name: z.string(),
    items: z.array(z.strictObject({ part_id: z.int(), quantity: z.int().positive() })),
  });

  it("is told field by field, by the path on the wire", () => {
    const { reason, fields, message } = refuse(Order, {
      items: [{ part_id: "1", quantity: 0, price: 1 }],
      tenant_id: 7,
    });
    expect(reason).toBe("request.invalid");
    expect(fields).toEqual({
      customer_name: "is required",
      "items.0.part_id": "must be an integer, not a text",
      "items.0.quantity": "must be more than 0",
      "items.0.price": "is not a field of this request; there are: part_id, quantity",
      tenant_id: "is not a field of this request; there are: customer_name, items",
    });
    expect(message).toContain("customer_name: is required");
  });

  it("names what a field can be, and says that it is required where it is missing", () => {
    const Query = z.object({
      group_by: z.enum(["technician", "month"]),
      basis: z.enum(["completed", "invoiced"]),
      kind: z.literal("all"),
      price: z.union([z.string(), z.number()]),
    });
    expect(refuse(Query, { basis: "paid" }).fields).toEqual({
      group_by: "is required: one of technician, month",
      basis: "must be one of: completed, invoiced",
      kind: "is required",
      price: "is required",
    });
  });

  it("suggests what is written nearly so, where many values are possible", () => {
    const region = (value?: string) =>
      refuse(z.object({ region: z.enum(holidayRegions) }), { region: value }).fields?.region;
    for (const near of ["FL", "us-fl", "US_FL", "usfl"])
      expect(region(near)).toBe(`must be one of ${holidayRegions.length} values; near it: US-FL`);
    expect(region("Florida")).toBe(`must be one of: ${holidayRegions.join(", ")}`);
    expect(region()).toBe("is required");
  });

  it("tells which fields there are once, and what is wrong in the form that a value has", () => {
    const says = "is not a field of this request";
    expect(refuse(z.strictObject({ a: z.int() }), { a: 1, b: 1, c: 1 }).fields).toEqual({
      b: `${says}; there are: a`,
      c: says,
    });
    const Point = z.strictObject({ at: z.array(z.number()).length(2) });
    expect(refuse(z.object({ place: z.union([Point, z.null()]) }), { place: { at: [1] } }).fields).toEqual({
      "place.at": "must have exactly 2 entries",
    });
    expect(refuse(z.object({ place: z.union([Point, z.null()]) }), { place: 7 }).fields).toEqual({
      place: "must be an object, or null",
    });
  });

  it("is about the body where it is not an object", () => expect(refuse(Order, null).fields).toHaveProperty("body"));

  it("names at most twenty fields, in a thousand characters", () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`field_${i}`, i]));
    const { message, fields = {} } = refuse(Order, many);
    expect(message.length).toBeLessThanOrEqual(1000);
    expect(Object.keys(fields).length).toBe(20);
  });
});

it("the statuses and codes are the table of the spec, and ours beside it", () => {
  const table = Object.values(errorKinds).map(({ status, code }) => `${status} ${code}`);
  expect(table).toEqual([
    "400 BAD_REQUEST",
    "401 UNAUTHORIZED",
    "403 FORBIDDEN",
    "404 NOT_FOUND",
    "405 METHOD_NOT_ALLOWED",
    "409 CONFLICT",
    "410 GONE",
    "412 PRECONDITION_FAILED",
    "413 PAYLOAD_TOO_LARGE",
    "415 UNSUPPORTED_MEDIA_TYPE",
    "422 VALIDATION_ERROR",
    "429 TOO_MANY_REQUESTS",
    "500 INTERNAL_ERROR",
    "503 UNAVAILABLE",
  ]);
});
