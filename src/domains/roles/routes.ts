import { read } from "#/db/tenant/load.ts";
import { allCustomRoles, customRoles } from "#/domains/identity/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addRole } from "./actions/add-role.ts";
import { changeRole } from "./actions/change-role.ts";
import { removeRole } from "./actions/remove-role.ts";
import { rolePage } from "./present.ts";
import { AddRole, ChangeRole, CustomRole, RolePage, RoleQuery } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/roles",
    operationId: "listRoles",
    summary: "List roles",
    description: "The built-in ones first, then those that the business made for itself.",
    by: "user",
    permission: "users:read",
    query: RoleQuery,
    response: RolePage,
    handler: async (ctx, { query }) => {
      const { custom } = await read(ctx, { custom: allCustomRoles(ctx) });
      return rolePage(custom, query);
    },
  }),
  endpoint({
    method: "post",
    path: "/admin/roles",
    operationId: "addRole",
    summary: "Make a role",
    description:
      "It has permissions that you have yourself. Users get it by its name, beside or instead of built-in roles.",
    by: "user",
    permission: "roles:write",
    body: AddRole,
    response: CustomRole,
    status: 201,
    handler: (ctx, { body }) => addRole(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/roles/{id}",
    operationId: "getRole",
    summary: "Get a role that the business made for itself",
    by: "user",
    permission: "users:read",
    params: IdParams,
    response: CustomRole,
    handler: (ctx, { params }) => customRoles.get(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: "/admin/roles/{id}",
    operationId: "changeRole",
    summary: "Change what a role allows",
    description:
      "Holds at once: access tokens of its users answer 401 `auth.token_stale` until they are refreshed. A role keeps its name, since users and settings name it.",
    by: "user",
    permission: "roles:write",
    params: IdParams,
    body: ChangeRole,
    response: CustomRole,
    handler: (ctx, { params, body }) => changeRole(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "delete",
    path: "/admin/roles/{id}",
    operationId: "removeRole",
    summary: "Remove a role that no user has",
    description: "Nor may the setting `mfa_required_roles` name it.",
    by: "user",
    permission: "roles:write",
    params: IdParams,
    response: CustomRole,
    handler: (ctx, { params }) => removeRole(ctx, params.id),
  }),
];
