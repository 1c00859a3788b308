import { insertInto } from "#/db/tenant/prepared.ts";
import { mfaChallenges } from "#/db/tenant/schema/identity.ts";

export type Challenge = typeof mfaChallenges.$inferSelect;

export const insertChallenge = insertInto(mfaChallenges);
