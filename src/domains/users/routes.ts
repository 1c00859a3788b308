import { LoggedIn, listUsers, users } from "#/domains/identity/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { acceptInvitation } from "./actions/accept-invitation.ts";
import { changeUser } from "./actions/change-user.ts";
import { deactivateUser } from "./actions/deactivate-user.ts";
import { inviteUser } from "./actions/invite-user.ts";
import { reactivateUser } from "./actions/reactivate-user.ts";
import { resendInvitation } from "./actions/resend-invitation.ts";
import { presentUser } from "./present.ts";
import { AcceptInvitation, ChangeUser, DeactivatedUser, InviteUser, User, UserPage, UserQuery } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/users",
    operationId: "listUsers",
    summary: "List users",
    by: "user",
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
      "They get a mail with a link that works once within 7 days, set their password there and are signed in. You can only give roles that allow no more than your own; only an owner makes owners.",
    by: "user",
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
    by: "user",
    permission: "users:read",
    params: IdParams,
    response: User,
    handler: async (ctx, { params }) => presentUser(await users.get(ctx, params.id)),
  }),
  endpoint({
    method: "patch",
    path: "/admin/users/{id}",
    operationId: "changeUser",
    summary: "Change a user",
    description:
      "Roles hold at once: the user's access tokens answer 401 `auth.token_stale` until they are refreshed. The last active owner stays one. Another e-mail address needs a log-in of yours within the last 10 minutes, and voids links that were mailed to the old one: send an invitation again.",
    by: "user",
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
    description:
      "Ends all their sessions at once. The last active owner cannot be deactivated. API keys that they made go on working: the answer lists them.",
    by: "user",
    permission: "users:write",
    params: IdParams,
    response: DeactivatedUser,
    handler: (ctx, { params }) => deactivateUser(ctx, params.id),
  }),
  endpoint({
    method: "post",
    path: "/admin/users/{id}/reactivate",
    operationId: "reactivateUser",
    summary: "Let a deactivated user in again",
    description: "A user who never accepted their invitation is `invited` again: send the invitation again.",
    by: "user",
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
    by: "user",
    permission: "users:write",
    params: IdParams,
    response: User,
    handler: (ctx, { params }) => resendInvitation(ctx, params.id),
  }),
  endpoint({
    method: "post",
    path: "/auth/invitations/accept",
    operationId: "acceptInvitation",
    summary: "Accept an invitation and sign in",
    description: "With the token of the mailed link, which names the business.",
    by: "anyone",
    limit: "auth",
    body: AcceptInvitation,
    response: LoggedIn,
    showsSecret: true,
    handler: (open, { body }) => acceptInvitation(open, body),
  }),
];
