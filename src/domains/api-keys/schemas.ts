import { Permissions } from "#/domains/roles/index.ts";
import { FlagText, InstantField, InstantOut, properName, z } from "#/kernel/fields.ts";
import { isIpRange } from "#/kernel/ip-ranges.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const example = {
  id: 1,
  name: "Accounting export",
  prefix: "trk_7f3a9c01",
  scopes: ["sales:read", "technicians:read"],
  allowed_ips: ["198.51.100.0/24"],
  expires_at: "2099-12-31T00:00:00.000Z",
  last_used_at: "2026-03-28T12:58:30.000Z",
  revoked_at: null,
  created_by: "user:1",
  created_at: "2026-03-01T12:00:00.000Z",
  updated_at: "2026-03-01T12:00:00.000Z",
  version: 1,
};

export const ApiKey = z
  .object({
    id: z.int(),
    name: z.string(),
    prefix: z.string().openapi({ description: "how the key begins, to tell keys apart" }),
    scopes: z.array(z.string()).openapi({ description: "its permissions" }),
    allowed_ips: z.array(z.string()).openapi({ description: "addresses that may use it; empty: all" }),
    expires_at: InstantOut.nullable(),
    last_used_at: InstantOut.nullable().openapi({ description: "exact to a minute" }),
    revoked_at: InstantOut.nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("ApiKey", { example });
export const ApiKeyPage = pageOf("ApiKeyPage", ApiKey);

export const ApiKeyQuery = PageQuery.extend({ revoked: FlagText.optional(), sort: sortBy("id") });

export const NewApiKey = ApiKey.extend({
  key: z.string().openapi({ description: "for `Authorization: Bearer <key>`; never shown again" }),
}).openapi("NewApiKey", {
  example: {
    ...example,
    last_used_at: null,
    key: "trk_7f3a9c01_C48PDm8LSl6djS8cO1p9kHhT0m1xQ2v7Zk3nB9dWcE5rYtUiOpAsDfGhJkLzXcVbN6d2f81c0",
  },
});

const { name, scopes, expires_at, allowed_ips } = example;
export const MakeApiKey = z
  .strictObject({
    name: properName(80),
    scopes: Permissions,
    expires_at: InstantField.optional(),
    allowed_ips: z
      .array(z.string().max(50).refine(isIpRange, "must be an IP address or a CIDR range like 198.51.100.0/24"))
      .max(50)
      .optional(),
  })
  .openapi("MakeApiKey", {
    example: { name, scopes, expires_at, allowed_ips },
  });
