/** Every permission of the API, `domain:verb`. */
export const permissions = [
  "technicians:read",
  "technicians:write",
  "customers:read",
  "customers:write",
  "items:read",
  "items:write",
  "commissions:write",
  "sales:read",
  "sales:write",
  "sales:approve",
  "sales:own",
  "pay-periods:read",
  "pay-periods:write",
  "earnings:own",
  "time:own",
  "time:read",
  "time:write",
  "time:approve",
  "payments:read",
  "payments:write",
  "imports:read",
  "imports:write",
  "dispatch:read",
  "dispatch:write",
  "dispatch:reopen",
  "availability:read",
  "availability:write",
  "documents:read",
  "documents:write",
  "leads:read",
  "leads:write",
  "leads:reopen",
  "invoices:read",
  "invoices:write",
  "invoices:own",
  "estimates:read",
  "estimates:write",
  "estimates:own",
  "agreements:read",
  "agreements:write",
  "analytics:read",
  "inventory:read",
  "inventory:write",
  "purchase-orders:read",
  "purchase-orders:write",
  "purchase-orders:approve",
  "expenses:read",
  "expenses:write",
  "expenses:approve",
  "expenses:own",
  "fleet:read",
  "fleet:write",
  "jobs:work",
  "communications:read",
  "communications:write",
  "follow-ups:read",
  "follow-ups:write",
  "forms:read",
  "forms:write",
  "sla:read",
  "sla:write",
  "costs:read",
  "costs:write",
  "reports:read",
  "reports:write",
  "referrals:read",
  "referrals:write",
  "webhooks:read",
  "webhooks:write",
  "events:read",
  "users:read",
  "users:write",
  "roles:write",
  "api-keys:read",
  "api-keys:write",
  "organization:read",
  "organization:write",
  "audit:read",
  "mails:read",
  "mails:write",
] as const;
export type Permission = (typeof permissions)[number];
export const isPermission = (name: string): name is Permission => (permissions as readonly string[]).includes(name);

const all: readonly Permission[] = permissions;
/** Permissions to manage access and mails, to see what jobs cost, and to take up again what is finished. Daily work does not need them. */
const administrative = /^(users|roles|api-keys|audit|mails|costs):|^(organization:write|dispatch:reopen|leads:reopen)$/;
const daily = permissions.filter((p) => !administrative.test(p));

/** What a user who is linked to a technician may do with what is their own. */
const own: readonly Permission[] = [
  "jobs:work",
  "sales:own",
  "earnings:own",
  "time:own",
  "invoices:own",
  "estimates:own",
  "expenses:own",
];
/** Whether these permissions reach no further than what is the user's own. */
export const isOwnWorkOnly = (granted: ReadonlySet<Permission>): boolean =>
  granted.size > 0 && [...granted].every((permission) => own.includes(permission));

/** Built-in roles as sets of permissions. Those for one's own work have an effect only for a user who is linked to a technician. */
export const roles = {
  owner: all,
  admin: all,
  manager: [...daily, "users:read"],
  dispatcher: [
    "technicians:read",
    "customers:read",
    "customers:write",
    "items:read",
    "dispatch:read",
    "dispatch:write",
    "forms:read",
    "forms:write",
    "referrals:read",
    "referrals:write",
    "availability:read",
    "availability:write",
    "time:read",
    "time:write",
    "leads:read",
    "leads:write",
    "inventory:read",
    "inventory:write",
    "purchase-orders:read",
    "purchase-orders:write",
    "documents:read",
    "invoices:read",
    "estimates:read",
    "estimates:write",
    "agreements:read",
    "agreements:write",
    "expenses:read",
    "fleet:read",
    "fleet:write",
    "communications:read",
    "communications:write",
    "follow-ups:read",
    "follow-ups:write",
    "sla:read",
    "reports:read",
    "reports:write",
  ],
  accountant: [
    "technicians:read",
    "customers:read",
    "items:read",
    "inventory:read",
    "purchase-orders:read",
    "purchase-orders:write",
    "purchase-orders:approve",
    "sales:read",
    "sales:write",
    "sales:approve",
    "commissions:write",
    "pay-periods:read",
    "pay-periods:write",
    "time:read",
    "time:write",
    "time:approve",
    "payments:read",
    "payments:write",
    "documents:read",
    "documents:write",
    "invoices:read",
    "invoices:write",
    "estimates:read",
    "agreements:read",
    "agreements:write",
    "analytics:read",
    "costs:read",
    "costs:write",
    "expenses:read",
    "expenses:write",
    "expenses:approve",
    "fleet:read",
    "reports:read",
    "reports:write",
  ],
  technician: own,
  viewer: daily.filter((p) => p.endsWith(":read")),
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof roles;

const setsByRoles = new Map<string, ReadonlySet<Permission>>();

/** Size limit of the cache: custom roles allow any number of combinations. */
const MAX_SETS = 1000;

/** All permissions of the given built-in roles plus `extra`, the permissions of custom roles. Ignores unknown names. */
export function permissionsOf(names: readonly string[], extra: readonly string[] = []): ReadonlySet<Permission> {
  const key = `${names.join(",")} ${extra.join(",")}`;
  let set = setsByRoles.get(key);
  if (!set) {
    const builtIn = names.flatMap((name): readonly Permission[] =>
      Object.hasOwn(roles, name) ? roles[name as Role] : [],
    );
    set = new Set([...builtIn, ...extra.filter(isPermission)]);
    if (setsByRoles.size >= MAX_SETS) setsByRoles.clear();
    setsByRoles.set(key, set);
  }
  return set;
}
