import type { ReferralKey } from "#/db/control/schema/referrals.ts";

export const presentKey = ({ isTest, ...key }: ReferralKey) => ({ ...key, test: isTest });
