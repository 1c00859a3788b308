import { expect, it } from "vitest";
import { AppError } from "#/kernel/errors.ts";
import { isTransient } from "./retry.ts";

it.each([
  "D1_ERROR: Network connection lost.",
  "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset. storage caused object to be reset",
  "Durable Object reset because its code was updated.",
  "D1 DB is overloaded. Too many requests queued.",
  "internal error; reference = 0f2k",
])("is worth another try: %s", (message) => expect(isTransient(new Error(message))).toBe(true));

it.each([
  new Error("D1_ERROR: UNIQUE constraint failed: items.tenant_id, items.sku: SQLITE_CONSTRAINT"),
  new Error("D1_ERROR: sale.already_voided: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)"),
  new Error("D1_ERROR: no such column: overload"),
  new AppError("unavailable", "database.unavailable", "overloaded"),
  "Network connection lost.",
  undefined,
])("is final: %s", (error) => expect(isTransient(error)).toBe(false));
