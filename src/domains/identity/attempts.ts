import type { Ctx } from "#/ctx.ts";
import { addressBlock } from "#/kernel/address.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { readDeviceToken, signDeviceToken } from "#/kernel/tokens.ts";
import { type Patience, patience, usernameKey } from "./rules.ts";

// Failures in a row are counted in runs, and each run delays its own callers: a guesser delays the place that they guess from, all strangers
// together delay strangers, and neither delays a device that its user has signed in from.

/** A counter of failures in a row: under its key in failed_attempts, with what it lets pass. */
export type Run = Patience & { key: string };

/** A user name as runs and device tokens know it, whether there is such a user or not. */
const accountOf = ({ tenant }: Ctx, username: string): Promise<string> =>
  sha256(`${tenant.id} ${usernameKey(username)}`);

const ofAccount = (account: string): string => `password ${account}`;

/** The key of the account's runs of wrong passwords from all strangers; those of one place or device begin with it. */
export const passwordKeyOf = async (ctx: Ctx, username: string): Promise<string> =>
  ofAccount(await accountOf(ctx, username));

/**
 * The runs that an attempt to log in belongs to: one of its own for a device of an earlier log-in, as the OWASP's device cookies have it; for
 * a stranger those of the address block and of all strangers. The last run is the widest.
 */
export async function runsOfLogIn(
  ctx: Ctx,
  { username, deviceToken }: { username: string; deviceToken?: string | undefined },
): Promise<readonly [Run, ...Run[]]> {
  const account = await accountOf(ctx, username);
  const device = deviceToken === undefined ? null : await readDeviceToken(ctx.env, deviceToken);
  const key = ofAccount(account);
  if (device?.tenantId === ctx.tenant.id && device.account === account)
    return [{ key: `${key} device ${device.deviceId}`, ...patience.place }];
  return [
    { key: `${key} address ${addressBlock(ctx.client.ip)}`, ...patience.place },
    { key, ...patience.strangers },
  ];
}

/** The run of wrong old passwords in a session. */
export const runOfSession = (sessionId: string): Run => ({ key: `password session ${sessionId}`, ...patience.place });

/** The run of a user's wrong codes, over all their log-ins. It never ends by itself. */
export const runOfCodes = (userId: number): Run & { most: number } => ({ key: `code ${userId}`, ...patience.codes });

/** What lets the device through that a user signs in from, while others guess at their password. */
export const newDeviceToken = async (ctx: Ctx, username: string): Promise<string> =>
  await signDeviceToken(ctx.env, { tenantId: ctx.tenant.id, account: await accountOf(ctx, username) });
