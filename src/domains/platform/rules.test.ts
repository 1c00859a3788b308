import { expect, it } from "vitest";
import { differingTables } from "./rules.ts";

const items = { name: "items", columns: ["tenant_id", "id", "sku"], key: ["tenant_id", "id"] };
const sales = { name: "sales", columns: ["tenant_id", "id"], key: ["tenant_id", "id"] };

it.each([
  ["the same", [items, sales], []],
  ["one that lacks a table", [items], ["sales"]],
  ["one that has a further table", [items, sales, { ...sales, name: "zones" }], ["zones"]],
  ["one that lacks a column", [{ ...items, columns: ["tenant_id", "id"] }, sales], ["items"]],
  ["one with another key", [items, { ...sales, key: ["tenant_id"] }], ["sales"]],
  ["an empty one", [], ["items", "sales"]],
])("a shard and %s", (_, others, differing) => {
  expect(differingTables([items, sales], others)).toEqual(differing);
});
