import type { CustomRole } from "#/domains/identity/index.ts";
import { pageWindow } from "#/kernel/page.ts";
import { roles } from "#/kernel/permissions.ts";

const builtIn = Object.entries(roles).map(([name, permissions]) => ({
  id: null,
  name,
  builtIn: true,
  permissions: [...permissions],
}));

/** The built-in roles, then the custom ones: few enough to be cut into pages here. */
export function rolePage(custom: readonly CustomRole[], input: { page?: number; limit?: number }) {
  const { page, limit, offset } = pageWindow(input);
  const all = [...builtIn, ...custom.map((role) => ({ ...role, builtIn: false }))];
  return {
    items: all.slice(offset, offset + limit),
    total: all.length,
    page,
    limit,
    totalPages: Math.ceil(all.length / limit),
  };
}
