import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { toWire } from "#/kernel/wire.ts";
import { changeOrganization } from "./actions/change-organization.ts";
import { removeLogo } from "./actions/remove-logo.ts";
import { setLogo } from "./actions/set-logo.ts";
import { present } from "./present.ts";
import { organizationOf } from "./repo.ts";
import { ChangeOrganization, LogoFile, Organization } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/organization",
    operationId: "getOrganization",
    summary: "Get the business: its names, branding, hours and settings",
    by: "user",
    permission: "organization:read",
    response: Organization,
    handler: async (ctx) => {
      const { organization } = await read(ctx, { organization: organizationOf(ctx) });
      return present(ctx, organization);
    },
  }),
  endpoint({
    method: "patch",
    path: "/admin/organization",
    operationId: "changeOrganization",
    summary: "Change names, branding, hours or settings of the business",
    description:
      "Fields that you leave out stay as they are, within `branding` and `business_hours` too. Name, time zone and branding reach every part of the service within a minute.",
    by: "user",
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
      "The body is the image itself: PNG, JPEG or WebP, up to 512 KiB. Anyone can see it at `branding.logo_url`.",
    by: "user",
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
    by: "user",
    permission: "organization:write",
    response: Organization,
    handler: (ctx) => removeLogo(ctx),
  }),
];
