import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { notFound } from "#/kernel/errors.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addRole } from "./actions/add-role.ts";
import { changeRole } from "./actions/change-role.ts";
import { removeRole } from "./actions/remove-role.ts";
import { rolePage } from "./present.ts";
import { allCustomRoles, findCustomRole } from "./repo.ts";
import { AddRole, ChangeRole, CustomRole, RolePage, RoleQuery } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/roles",
    operationId: "listRoles",
    summary: "List roles",
    description: "The built-in ones first, then those of the business' own.",
    permission: "users:read",
    query: RoleQuery,
    response: RolePage,
    handler: async (ctx, { query }) => {
      const [custom] = await read(ctx, [allCustomRoles(ctx)]);
      return rolePage(custom, query);
    },
  }),
  endpoint({
    method: "post",
    path: "/admin/roles",
    operationId: "addRole",
    summary: "Make a role",
    description:
      "Of permissions that you have yourself. Users get it by its name, beside or instead of built-in roles.",
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
    summary: "Get a role of the business' own",
    permission: "users:read",
    params: IdParams,
    response: CustomRole,
    handler: async (ctx, { params }) => {
      const [role] = await read(ctx, [findCustomRole(ctx, params.id)]);
      if (!role) throw notFound("role", params.id);
      return role;
    },
  }),
  endpoint({
    method: "patch",
    path: "/admin/roles/{id}",
    operationId: "changeRole",
    summary: "Change what a role allows",
    description:
      "Holds at once: access tokens of its users answer 401 `auth.token_stale` until they are refreshed. A role keeps its name, since users and settings name it.",
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
    permission: "roles:write",
    params: IdParams,
    response: CustomRole,
    handler: (ctx, { params }) => removeRole(ctx, params.id),
  }),
];
