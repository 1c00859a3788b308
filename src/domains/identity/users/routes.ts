import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { notFound } from "#/kernel/errors.ts";
import { IdParams } from "#/kernel/fields.ts";
import { findUser } from "../repo.ts";
import { changeUser } from "./actions/change-user.ts";
import { deactivateUser } from "./actions/deactivate-user.ts";
import { inviteUser } from "./actions/invite-user.ts";
import { reactivateUser } from "./actions/reactivate-user.ts";
import { resendInvitation } from "./actions/resend-invitation.ts";
import { presentUser } from "./present.ts";
import { listUsers } from "./repo.ts";
import { ChangeUser, InviteUser, User, UserPage, UserQuery } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/users",
    operationId: "listUsers",
    summary: "List users",
    permission: "users:read",
    query: UserQuery,
    response: UserPage,
    handler: async (ctx, { query }) => {
      const page = await listUsers(ctx, query);
      return { ...page, items: page.items.map(presentUser) };
    },
  }),
  endpoint({
    method: "post",
    path: "/admin/users",
    operationId: "inviteUser",
    summary: "Invite a user",
    description:
      "He gets a mail with a link that works once within 7 days, sets his password there and is signed in. You can only give roles that allow no more than your own; only an owner makes owners.",
    permission: "users:write",
    body: InviteUser,
    response: User,
    status: 201,
    handler: (ctx, { body }) => inviteUser(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/users/{id}",
    operationId: "getUser",
    summary: "Get a user",
    permission: "users:read",
    params: IdParams,
    response: User,
    handler: async (ctx, { params }) => {
      const [user] = await read(ctx, [findUser(ctx, params.id)]);
      if (!user) throw notFound("user", params.id);
      return presentUser(user);
    },
  }),
  endpoint({
    method: "patch",
    path: "/admin/users/{id}",
    operationId: "changeUser",
    summary: "Change a user",
    description:
      "Roles hold at once: his access tokens answer 401 `auth.token_stale` until they are refreshed. The last active owner stays one. Another e-mail address needs a log-in of yours within the last 10 minutes, and voids what was mailed to the old one: an invitation is then to be sent again.",
    permission: "users:write",
    params: IdParams,
    body: ChangeUser,
    response: User,
    handler: (ctx, { params, body }) => changeUser(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "post",
    path: "/admin/users/{id}/deactivate",
    operationId: "deactivateUser",
    summary: "Deactivate a user",
    description: "Ends all his sessions at once. The last active owner cannot be deactivated.",
    permission: "users:write",
    params: IdParams,
    response: User,
    handler: (ctx, { params }) => deactivateUser(ctx, params.id),
  }),
  endpoint({
    method: "post",
    path: "/admin/users/{id}/reactivate",
    operationId: "reactivateUser",
    summary: "Let a deactivated user in again",
    description: "One who has never accepted his invitation is `invited` again; send it anew.",
    permission: "users:write",
    params: IdParams,
    response: User,
    handler: (ctx, { params }) => reactivateUser(ctx, params.id),
  }),
  endpoint({
    method: "post",
    path: "/admin/users/{id}/resend-invitation",
    operationId: "resendInvitation",
    summary: "Mail an invitation again",
    description: "Only the newest link works.",
    permission: "users:write",
    params: IdParams,
    response: User,
    handler: (ctx, { params }) => resendInvitation(ctx, params.id),
  }),
];
