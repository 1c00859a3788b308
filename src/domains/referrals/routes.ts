import type { Endpoint } from "#/http/endpoint.ts";

export const routes: readonly Endpoint[] = [];
