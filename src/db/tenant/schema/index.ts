export * from "./commissions.ts";
export * from "./core.ts";
export * from "./dispatch.ts";
export * from "./identity.ts";
export * from "./items.ts";
export * from "./sales.ts";
export * from "./technicians.ts";
export * from "./webhooks.ts";
