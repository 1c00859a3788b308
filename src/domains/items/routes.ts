import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { notFound } from "#/kernel/errors.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addItem } from "./actions/add-item.ts";
import { findItem, listItems } from "./repo.ts";
import { CreateItem, Item, ItemPage, ItemQuery } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/items",
    operationId: "listItems",
    summary: "List the price book",
    permission: "items:read",
    query: ItemQuery,
    response: ItemPage,
    handler: (ctx, { query }) => listItems(ctx, query),
  }),
  endpoint({
    method: "post",
    path: "/admin/items",
    operationId: "addItem",
    summary: "Add a price book item",
    permission: "items:write",
    body: CreateItem,
    response: Item,
    status: 201,
    handler: (ctx, { body }) => addItem(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/items/{id}",
    operationId: "getItem",
    summary: "Get a price book item",
    permission: "items:read",
    params: IdParams,
    response: Item,
    handler: async (ctx, { params }) => {
      const [item] = await read(ctx, [findItem(ctx, params.id)]);
      if (!item) throw notFound("item", params.id);
      return item;
    },
  }),
];
