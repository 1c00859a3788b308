import { csvFile } from "#/http/csv.ts";
import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addItem } from "./actions/add-item.ts";
import { changeItem } from "./actions/change-item.ts";
import { routes as categoryRoutes } from "./category-routes.ts";
import { ITEM_COLUMNS, priceBookPages } from "./price-book-file.ts";
import { listItems, listItemsToSell } from "./repo.ts";
import { ChangeItem, CreateItem, Item, ItemFileQuery, ItemPage, ItemQuery, ItemToSellPage } from "./schemas.ts";
import { items } from "./tables.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/items",
    operationId: "listItems",
    summary: "List the price book",
    by: "user",
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
    by: "user",
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
    by: "user",
    permission: "items:read",
    params: IdParams,
    response: Item,
    handler: (ctx, { params }) => items.get(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: "/admin/items/{id}",
    operationId: "changeItem",
    summary: "Change a price book item",
    description:
      "Its price, cost and names, or whether it is for sale. Holds for future sales; sales that were made keep their price and commission.",
    by: "user",
    permission: "items:write",
    params: IdParams,
    body: ChangeItem,
    response: Item,
    handler: (ctx, { params, body }) => changeItem(ctx, { id: params.id, ...body }),
  }),
  rawEndpoint({
    method: "get",
    path: "/admin/items.csv",
    operationId: "exportItems",
    summary: "Export the price book as CSV",
    description:
      "Takes the same filters as the list. Amounts are decimal numbers in the business' currency. An apostrophe stands before a text that a spreadsheet would take for a formula; an import takes it away again.",
    by: "user",
    permission: "items:read",
    query: ItemFileQuery,
    contentType: "text/csv; charset=utf-8",
    example: `${ITEM_COLUMNS.join(",")}\r\n5,MAINT-ANNUAL,Annual maintenance package,Service > Maintenance,3,,each,1500.00,400.00,1350.00,true,true,true\r\n`,
    handler: (ctx, { query: { bom, ...filter } }) =>
      csvFile("price-book.csv", ITEM_COLUMNS, priceBookPages(ctx, filter), { bom: bom === "1" }),
  }),
  endpoint({
    method: "get",
    path: "/tech/items",
    operationId: "listItemsToSell",
    summary: "List the price book as a technician sees it, without costs",
    description: "For those who record their own sales. Takes the same filters as the office's list.",
    by: "user",
    permission: "sales:own",
    query: ItemQuery,
    response: ItemToSellPage,
    handler: (ctx, { query }) => listItemsToSell(ctx, query),
  }),
  ...categoryRoutes,
];
