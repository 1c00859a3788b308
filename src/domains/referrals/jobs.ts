import { inRounds } from "#/db/shards.ts";
import { hourly, minutely } from "#/jobs.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { deliverStatuses } from "./actions/deliver-statuses.ts";
import { sendInvitations } from "./actions/send-invitations.ts";
import { networkJobs } from "./network-jobs.ts";
import { dropOldDeliveries } from "./webhook-repo.ts";

const LIMIT = 500;
const ROUNDS = 20;
const KEPT_SECONDS = 30 * 24 * 3600;

export const jobs = [
  ...networkJobs,
  minutely({ name: "invite referrers", run: sendInvitations }),
  minutely({ name: "tell referrers", run: deliverStatuses }),
  hourly({
    name: "prune referral deliveries",
    run: async (open) => ({
      dropped: await inRounds(LIMIT, ROUNDS, () =>
        dropOldDeliveries(open, plusSeconds(open.now, -KEPT_SECONDS), LIMIT),
      ),
    }),
  }),
];
