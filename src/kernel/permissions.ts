/** Every permission of the API, `domain:verb`. */
export const permissions = [
  "technicians:read",
  "technicians:write",
  "items:read",
  "items:write",
  "commissions:write",
  "sales:read",
  "sales:write",
  "dispatch:read",
  "dispatch:write",
  "jobs:work",
  "webhooks:read",
  "webhooks:write",
  "system:read",
] as const;
export type Permission = (typeof permissions)[number];

const all: readonly Permission[] = permissions;
const reads = permissions.filter((p) => p.endsWith(":read") && p !== "system:read");

/** Built-in roles as sets of permissions. `jobs:work` only means something to a user who is linked to a technician. */
export const roles = {
  owner: all,
  admin: all,
  manager: all.filter((p) => p !== "system:read"),
  dispatcher: ["technicians:read", "items:read", "dispatch:read", "dispatch:write"],
  accountant: ["technicians:read", "items:read", "sales:read", "sales:write", "commissions:write"],
  technician: ["jobs:work"],
  viewer: reads,
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof roles;

const setsByRoles = new Map<string, ReadonlySet<Permission>>();

/** Union of what the named roles may do; unknown names give nothing. */
export function permissionsOf(names: readonly string[]): ReadonlySet<Permission> {
  const key = names.join(",");
  let set = setsByRoles.get(key);
  if (!set) {
    set = new Set(names.flatMap((name) => (Object.hasOwn(roles, name) ? roles[name as Role] : [])));
    setsByRoles.set(key, set);
  }
  return set;
}
