import { endpoint } from "#/http/endpoint.ts";
import { cancelMove } from "./actions/cancel-move.ts";
import { logInAdmin } from "./actions/log-in-admin.ts";
import { moveTenant } from "./actions/move-tenant.ts";
import { resumeTenant } from "./actions/resume-tenant.ts";
import { suspendTenant } from "./actions/suspend-tenant.ts";
import { presentDetails, presentTenant } from "./present.ts";
import { endSession, getTenant, listTenants } from "./repo.ts";
import {
  MoveTenant,
  PlatformLogIn,
  PlatformSignedIn,
  PlatformSignedOut,
  PlatformTenantDetails,
  PlatformTenantPage,
  PlatformTenantQuery,
  SuspendTenant,
  TenantMove,
  TenantParams,
} from "./schemas.ts";

export const routes = [
  endpoint({
    method: "post",
    path: "/platform/auth/login",
    operationId: "logInPlatformAdmin",
    summary: "Sign in as a platform administrator",
    description: "`npm run platform-admin -- add EMAIL` makes one and prints the password.",
    permission: "public",
    limit: "auth",
    body: PlatformLogIn,
    response: PlatformSignedIn,
    handler: (open, { body }) => logInAdmin(open, body),
  }),
  endpoint({
    method: "post",
    path: "/platform/auth/logout",
    operationId: "logOutPlatformAdmin",
    summary: "Sign out; the access token is dead at once",
    permission: "platform",
    response: PlatformSignedOut,
    handler: async (ctx) => {
      await endSession(ctx);
      return { signedOut: true as const };
    },
  }),
  endpoint({
    method: "get",
    path: "/platform/tenants",
    operationId: "listTenants",
    summary: "List businesses",
    permission: "platform",
    query: PlatformTenantQuery,
    response: PlatformTenantPage,
    handler: async (ctx, { query }) => {
      const page = await listTenants(ctx, query);
      return { ...page, items: page.items.map(presentTenant) };
    },
  }),
  endpoint({
    method: "get",
    path: "/platform/tenants/{id}",
    operationId: "getTenant",
    summary: "Get a business, with what the platform did with it",
    permission: "platform",
    params: TenantParams,
    response: PlatformTenantDetails,
    handler: async (ctx, { params }) => presentDetails(await getTenant(ctx, params.id)),
  }),
  endpoint({
    method: "post",
    path: "/platform/tenants/{id}/suspend",
    operationId: "suspendTenant",
    summary: "Suspend a business",
    description:
      "From now on all of its people and machines get 403 `tenant.suspended`, its live streams end, and its webhooks and mails wait. Safe to repeat.",
    permission: "platform",
    params: TenantParams,
    body: SuspendTenant,
    response: PlatformTenantDetails,
    handler: async (ctx, { params, body }) => presentDetails(await suspendTenant(ctx, { id: params.id, ...body })),
  }),
  endpoint({
    method: "post",
    path: "/platform/tenants/{id}/resume",
    operationId: "resumeTenant",
    summary: "Resume a suspended business",
    description: "Everything is as it was, and what waited goes out. Safe to repeat.",
    permission: "platform",
    params: TenantParams,
    response: PlatformTenantDetails,
    handler: async (ctx, { params }) => presentDetails(await resumeTenant(ctx, params)),
  }),
  endpoint({
    method: "post",
    path: "/platform/tenants/{id}/move",
    operationId: "moveTenant",
    summary: "Move a business to another shard",
    description:
      "Does a piece of the move and tells how far it is: repeat until `step` is `done` (a cron goes on when nobody does). Meanwhile the business can read, and its writes get 503 `tenant.moving`.",
    permission: "platform",
    params: TenantParams,
    body: MoveTenant,
    response: TenantMove,
    handler: (ctx, { params, body }) => moveTenant(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "post",
    path: "/platform/tenants/{id}/move/cancel",
    operationId: "cancelMove",
    summary: "Cancel a move",
    description: "Possible until the business lives on its new shard. Repeat until `step` is `done`.",
    permission: "platform",
    params: TenantParams,
    response: TenantMove,
    handler: (ctx, { params }) => cancelMove(ctx, params),
  }),
];
