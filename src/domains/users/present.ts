import type { User } from "#/domains/identity/index.ts";

/** A user as administrators see them: of the second factor, only whether there is one. */
export const presentUser = (user: User) => ({ ...user, mfaEnabled: user.mfaEnabledAt !== null });
