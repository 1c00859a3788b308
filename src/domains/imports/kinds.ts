import type { Column, FileForm, ReadAs } from "#/kernel/csv-file.ts";
import type { Permission } from "#/kernel/permissions.ts";

export type Kind = FileForm & {
  /** Columns in which no text may come twice in a file. */
  unique: readonly string[];
  /** Asked for besides `imports:write`. */
  permission: Permission;
};

const column = (name: string, as: ReadAs = "text"): Column => ({ name, field: name, as });
const money = (name: string): Column[] => [
  { name, field: `${name}_cents`, as: "amount" },
  { name: `${name}_cents`, field: `${name}_cents`, as: "integer" },
];

export const kindNames = ["technicians", "customers", "items", "sales", "payments", "leads"] as const;
export type KindName = (typeof kindNames)[number];

/** The kinds of things that a file can bring. Columns have the names that the exports write. */
export const kinds: Record<KindName, Kind> = {
  technicians: {
    columns: [column("external_id"), column("name"), column("pay_type", "word"), ...money("base_pay"), column("email")],
    needs: [["name"], ["pay_type"], ["base_pay", "base_pay_cents"]],
    unique: ["external_id"],
    permission: "technicians:write",
  },
  customers: {
    columns: [
      column("external_id"),
      column("name"),
      column("first_name"),
      column("last_name"),
      column("company_name"),
      column("type", "word"),
      column("phone"),
      column("email"),
      column("billing_address"),
      column("billing_city"),
      column("billing_state"),
      column("billing_zip"),
      column("tags"),
      column("notes"),
      column("source"),
      column("do_not_service", "flag"),
      column("do_not_service_reason"),
      column("allow_duplicate", "flag"),
    ],
    needs: [["name", "first_name", "last_name", "company_name"]],
    unique: ["external_id"],
    permission: "customers:write",
  },
  items: {
    columns: [
      column("external_id"),
      column("sku"),
      column("name"),
      column("category"),
      column("category_id", "integer"),
      column("description"),
      column("unit"),
      ...money("list_price"),
      ...money("cost"),
      ...money("member_price"),
      column("pays_commission", "flag"),
      column("taxable", "flag"),
      column("is_active", "flag"),
    ],
    needs: [["sku"], ["name"], ["list_price", "list_price_cents"]],
    unique: ["external_id", "sku"],
    permission: "items:write",
  },
  sales: {
    columns: [
      column("external_id"),
      column("sale_date"),
      column("technician"),
      column("technician_id", "integer"),
      column("item_sku"),
      column("item_id", "integer"),
      column("quantity", "decimal"),
      ...money("sale_price"),
      ...money("tax"),
      column("customer_name"),
      column("payment_type", "word"),
      column("discount_reason"),
      column("notes"),
    ],
    needs: [
      ["technician", "technician_id"],
      ["item_sku", "item_id"],
      ["sale_price", "sale_price_cents"],
      ["customer_name"],
      ["payment_type"],
    ],
    unique: ["external_id"],
    permission: "sales:write",
  },
  // what a payment provider reports: of its id it tells more from file to file
  payments: {
    columns: [
      column("external_id"),
      column("provider", "word"),
      column("kind", "word"),
      column("status", "word"),
      ...money("gross"),
      ...money("fee"),
      column("currency"),
      column("occurred_at"),
      column("customer"),
      column("reference"),
      column("parent_external_id"),
    ],
    needs: [["external_id"], ["provider"], ["gross", "gross_cents"], ["occurred_at"]],
    unique: ["external_id"],
    permission: "payments:write",
  },
  leads: {
    columns: [
      column("external_id"),
      column("first_name"),
      column("last_name"),
      column("company"),
      column("phone"),
      column("email"),
      column("address"),
      column("city"),
      column("state"),
      column("zip"),
      column("trade"),
      column("summary"),
      column("source"),
      column("channel"),
      column("priority", "word"),
      ...money("value"),
      column("expected_close_on"),
      column("allow_duplicate", "flag"),
    ],
    needs: [["first_name", "last_name", "company", "phone", "email"]],
    unique: ["external_id"],
    permission: "leads:write",
  },
};
