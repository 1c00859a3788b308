import { userOf } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { notFound } from "#/kernel/errors.ts";
import { endAllSessions } from "./actions/end-all-sessions.ts";
import { endSession } from "./actions/end-session.ts";
import { findUser } from "./repo.ts";
import { allCustomRoles } from "./roles/repo.ts";
import { presentMe, presentSession } from "./session-present.ts";
import { listSessions } from "./session-repo.ts";
import { Me, SessionParams, Sessions, SessionsEnded } from "./session-schemas.ts";

export const sessionRoutes = [
  endpoint({
    method: "get",
    path: "/auth/me",
    operationId: "getMe",
    summary: "Who is signed in, and what he may do",
    permission: "self",
    response: Me,
    handler: async (ctx) => {
      const { userId } = userOf(ctx);
      const [user, customRoles] = await read(ctx, [findUser(ctx, userId), allCustomRoles(ctx)]);
      if (!user) throw notFound("user", userId);
      return presentMe(ctx, user, customRoles);
    },
  }),
  endpoint({
    method: "get",
    path: "/auth/sessions",
    operationId: "listSessions",
    summary: "List the own signed-in devices",
    description: "The latest used first, at most 100.",
    permission: "self",
    response: Sessions,
    handler: async (ctx) => {
      const [items] = await read(ctx, [listSessions(ctx, userOf(ctx).userId)]);
      return { items: items.map((session) => presentSession(ctx, session)) };
    },
  }),
  endpoint({
    method: "delete",
    path: "/auth/sessions/{id}",
    operationId: "endSession",
    summary: "Sign one of the own devices out",
    description: "Its access tokens, refresh tokens and live streams end at once.",
    permission: "self",
    params: SessionParams,
    response: SessionsEnded,
    handler: (ctx, { params }) => endSession(ctx, params),
  }),
  endpoint({
    method: "post",
    path: "/auth/logout",
    operationId: "logOut",
    summary: "Sign out",
    description: "Ends the session of the access token: its other access tokens and its refresh token too.",
    permission: "self",
    response: SessionsEnded,
    handler: (ctx) => endSession(ctx, { id: userOf(ctx).sessionId }),
  }),
  endpoint({
    method: "post",
    path: "/auth/logout-everywhere",
    operationId: "logOutEverywhere",
    summary: "Sign out on all devices",
    description: "Ends all sessions of the user, this one included.",
    permission: "self",
    response: SessionsEnded,
    handler: (ctx) => endAllSessions(ctx),
  }),
];
