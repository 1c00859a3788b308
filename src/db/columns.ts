import { customType, integer, text } from "drizzle-orm/sqlite-core";
import { Frozen } from "#/kernel/frozen.ts";
import type { Instant, LocalDate } from "#/kernel/time.ts";

/** First column of every key and index of a shard table. */
export const tenantId = () => text("tenant_id").notNull();
/** Small integer, counted per tenant (sequences.ts). */
export const id = () => integer("id").notNull();
export const cents = (name: string) => integer(name);
/** RFC 3339 UTC with milliseconds: sorts as text and goes to the wire as it is. */
export const instant = (name: string) => text(name).$type<Instant>();
export const localDate = (name: string) => text(name).$type<LocalDate>();
/** A quantity with at most three decimals, kept as an integer number of thousandths. */
export const quantity = customType<{ data: number; driverData: number }>({
  dataType: () => "integer",
  toDriver: (value) => Math.round(value * 1000),
  fromDriver: (thousandths) => thousandths / 1000,
});
/** JSON in wire format that goes into answers as it is. `renewed` brings a text of an earlier version into that format. */
export const frozenJson = <T>(name: string, renewed: (text: string) => string) =>
  customType<{ data: Frozen<T>; driverData: string }>({
    dataType: () => "text",
    toDriver: ({ text }) => text,
    fromDriver: (text) => new Frozen(renewed(text)),
  })(name);
export const flag = (name: string) => integer(name, { mode: "boolean" });

/** Who-changed-what columns of every resource; `version` is its ETag. */
export const stamps = () => ({
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  version: integer("version").notNull(),
});
