import { againAfter } from "#/db/tenant/again.ts";

const RACED = /\.(numbers_taken|period_billed|changed_meanwhile|source_taken|already_renewed)$/;
export const again = againAfter(({ reason }) => RACED.test(reason));
