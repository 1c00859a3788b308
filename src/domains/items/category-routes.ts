import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addCategory } from "./actions/add-category.ts";
import { changeCategory } from "./actions/change-category.ts";
import { removeCategory } from "./actions/remove-category.ts";
import {
  AddItemCategory,
  ChangeItemCategory,
  ItemCategory,
  ItemCategoryPage,
  ItemCategoryQuery,
} from "./category-schemas.ts";
import { listCategories } from "./repo.ts";
import { itemCategories } from "./tables.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/item-categories",
    operationId: "listItemCategories",
    summary: "List the categories of the price book",
    by: "user",
    permission: "items:read",
    query: ItemCategoryQuery,
    response: ItemCategoryPage,
    handler: (ctx, { query }) => listCategories(ctx, query),
  }),
  endpoint({
    method: "post",
    path: "/admin/item-categories",
    operationId: "addItemCategory",
    summary: "Add a category to the price book",
    description: "At most 500, and 8 deep.",
    by: "user",
    permission: "items:write",
    body: AddItemCategory,
    response: ItemCategory,
    status: 201,
    handler: (ctx, { body }) => addCategory(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/item-categories/{id}",
    operationId: "getItemCategory",
    summary: "Get a category of the price book",
    by: "user",
    permission: "items:read",
    params: IdParams,
    response: ItemCategory,
    handler: (ctx, { params }) => itemCategories.get(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: "/admin/item-categories/{id}",
    operationId: "changeItemCategory",
    summary: "Change or move a category of the price book",
    by: "user",
    permission: "items:write",
    params: IdParams,
    body: ChangeItemCategory,
    response: ItemCategory,
    handler: (ctx, { params, body }) => changeCategory(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    method: "delete",
    path: "/admin/item-categories/{id}",
    operationId: "removeItemCategory",
    summary: "Remove an empty category of the price book",
    by: "user",
    permission: "items:write",
    params: IdParams,
    response: ItemCategory,
    handler: (ctx, { params }) => removeCategory(ctx, params.id),
  }),
];
