import { inRounds } from "#/db/shards.ts";
import { hourly, minutely } from "#/jobs.ts";
import { repairSignUps } from "./actions/repair-sign-ups.ts";
import { dropExpiredSignUpKeys } from "./repo.ts";

const LIMIT = 500;
const ROUNDS = 20;

export const jobs = [
  minutely({ name: "repair sign-ups", run: repairSignUps }),
  hourly({
    name: "prune sign-up keys",
    run: async (open) => ({ dropped: await inRounds(LIMIT, ROUNDS, () => dropExpiredSignUpKeys(open, LIMIT)) }),
  }),
];
