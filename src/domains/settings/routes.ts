import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { toWire } from "#/kernel/wire.ts";
import { changeOrganization } from "./actions/change-organization.ts";
import { removeLogo } from "./actions/remove-logo.ts";
import { setLogo } from "./actions/set-logo.ts";
import { present } from "./present.ts";
import { findOrganization } from "./repo.ts";
import { ChangeOrganization, LogoFile, Organization } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/organization",
    operationId: "getOrganization",
    summary: "Get the business: its names, branding, hours and settings",
    permission: "organization:read",
    response: Organization,
    handler: async (ctx) => {
      const [organization] = await read(ctx, [findOrganization(ctx)]);
      return present(ctx, organization);
    },
  }),
  endpoint({
    method: "patch",
    path: "/admin/organization",
    operationId: "changeOrganization",
    summary: "Change names, branding, hours or settings of the business",
    description:
      "What is not named stays as it is, within `branding` and `business_hours` too. Name, time zone and branding reach every part of the service within a minute.",
    permission: "organization:write",
    body: ChangeOrganization,
    response: Organization,
    handler: (ctx, { body }) => changeOrganization(ctx, toWire(ChangeOrganization, body)),
  }),
  endpoint({
    method: "put",
    path: "/admin/organization/logo",
    operationId: "setLogo",
    summary: "Upload the logo of the business",
    description:
      "The body is the image itself: PNG, JPEG or WebP, up to 512 KiB. It is public, at `branding.logo_url`.",
    permission: "organization:write",
    upload: LogoFile,
    response: Organization,
    handler: (ctx, { file }) => setLogo(ctx, file),
  }),
  endpoint({
    method: "delete",
    path: "/admin/organization/logo",
    operationId: "removeLogo",
    summary: "Remove the logo of the business",
    permission: "organization:write",
    response: Organization,
    handler: (ctx) => removeLogo(ctx),
  }),
];
