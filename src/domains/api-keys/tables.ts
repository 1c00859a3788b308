import { resource } from "#/db/tenant/resource.ts";
import { apiKeys as apiKeyTable } from "#/db/tenant/tables.ts";

/** Keys for machines. */
export const apiKeys = resource("api_key", apiKeyTable);
export type ApiKey = typeof apiKeyTable.$inferSelect;
