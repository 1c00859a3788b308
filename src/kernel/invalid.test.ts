import { describe, expect, it } from "vitest";
import { errorKinds } from "#/kernel/errors.ts";
import { z } from "#/kernel/fields.ts";
import { invalid } from "./invalid.ts";

const refuse = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value, { reportInput: true });
  return invalid("invalid", error?.issues ?? []);
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
      "items.0.part_id": "expected number, received string",
      "items.0.quantity": expect.stringContaining(">0"),
      "items.0.price": "is not a field of this request",
      tenant_id: "is not a field of this request",
    });
    expect(message).toContain("customer_name: is required");
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
