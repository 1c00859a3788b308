import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addCustomer } from "./actions/add-customer.ts";
import { archiveCustomer } from "./actions/archive-customer.ts";
import { changeCustomer } from "./actions/change-customer.ts";
import { mergeCustomers } from "./actions/merge-customers.ts";
import { routes as historyRoutes } from "./history-routes.ts";
import { listTags } from "./repo.ts";
import {
  AddedCustomer,
  ChangeCustomer,
  CreateCustomer,
  Customer,
  CustomerPage,
  CustomerQuery,
  CustomerTags,
  MergeCustomer,
} from "./schemas.ts";
import { listCustomers } from "./search-repo.ts";
import { customers } from "./tables.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/customers",
    operationId: "listCustomers",
    summary: "List customers",
    description:
      "Without those who were merged into another; with `updated_since` these are in it too, so that a copy elsewhere learns of it.",
    by: "user",
    permission: "customers:read",
    query: CustomerQuery,
    response: CustomerPage,
    handler: (ctx, { query }) => listCustomers(ctx, query),
  }),
  endpoint({
    method: "post",
    path: "/admin/customers",
    operationId: "addCustomer",
    summary: "Add a customer",
    description:
      "Nobody becomes two customers by calling twice: where one customer already has one of the phones or e-mails, the answer is that customer with 200, unchanged, and `matched_by` says by what they were known. `allow_duplicate: true` makes another one all the same. Where several have them it is 409. Phones are kept as typed, and as E.164 beside it.",
    by: "user",
    permission: "customers:write",
    body: CreateCustomer,
    response: AddedCustomer,
    status: 201,
    wasThere: ({ matchedBy }) => matchedBy !== null,
    handler: (ctx, { body }) => addCustomer(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/customers/{id}",
    operationId: "getCustomer",
    summary: "Get a customer",
    description: "A customer who was merged into another is still answered, with `merged_into`.",
    by: "user",
    permission: "customers:read",
    params: IdParams,
    response: Customer,
    handler: (ctx, { params }) => customers.get(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: "/admin/customers/{id}",
    operationId: "changeCustomer",
    summary: "Change a customer",
    description: "`phones`, `emails` and `tags` replace all of them.",
    by: "user",
    permission: "customers:write",
    params: IdParams,
    body: ChangeCustomer,
    response: Customer,
    handler: (ctx, { params, body }) => changeCustomer(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    method: "post",
    path: "/admin/customers/{id}/archive",
    operationId: "archiveCustomer",
    summary: "Archive a customer",
    description: "They stay readable with all that was done for them.",
    by: "user",
    permission: "customers:write",
    params: IdParams,
    response: Customer,
    handler: (ctx, { params }) => archiveCustomer(ctx, { id: params.id, archived: true }),
  }),
  endpoint({
    method: "post",
    path: "/admin/customers/{id}/restore",
    operationId: "restoreCustomer",
    summary: "Take a customer back from the archive",
    by: "user",
    permission: "customers:write",
    params: IdParams,
    response: Customer,
    handler: (ctx, { params }) => archiveCustomer(ctx, { id: params.id, archived: false }),
  }),
  endpoint({
    method: "get",
    path: "/admin/customer-tags",
    operationId: "listCustomerTags",
    summary: "List the tags of customers",
    description: "Each with the number of its customers, at most 1,000.",
    by: "user",
    permission: "customers:read",
    response: CustomerTags,
    handler: (ctx) => listTags(ctx),
  }),
  ...historyRoutes,
  endpoint({
    method: "post",
    path: "/admin/customers/{id}/merge",
    operationId: "mergeCustomer",
    summary: "Merge a customer into another",
    description:
      "The two turned out to be one. Sites, notes, attachments, sales and all else that was kept under the one moves to the other, who also gets the phones, e-mails and tags, and what was blank. The old id is still answered, with `merged_into`, and leads to the customer who stays wherever a request names it; lists leave it out. The same merge again changes nothing.",
    by: "user",
    permission: "customers:write",
    params: IdParams,
    body: MergeCustomer,
    response: Customer,
    handler: (ctx, { params, body }) => mergeCustomers(ctx, { ...body, ...params }),
  }),
];
