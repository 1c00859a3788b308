import { controlWork, onEvents } from "#/jobs.ts";
import { advanceReferral } from "./actions/advance-referral.ts";
import { CURSOR, followEvents } from "./actions/follow-events.ts";
import { followOffer } from "./actions/follow-offer.ts";
import { OFFER, REFERRAL } from "./alarms.ts";
import { overdueOffers, overdueReferrals } from "./network-repo.ts";

export const networkJobs = [
  controlWork({ name: REFERRAL, run: advanceReferral, overdue: overdueReferrals }),
  controlWork({ name: OFFER, run: followOffer, overdue: overdueOffers }),
  onEvents({ cursor: CURSOR, run: followEvents }),
];
