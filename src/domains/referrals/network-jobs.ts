import { controlWork, onEvents } from "#/jobs.ts";
import { advanceReferral } from "./actions/advance-referral.ts";
import { copyZones } from "./actions/copy-zones.ts";
import { CURSOR, followEvents } from "./actions/follow-events.ts";
import { followOffer } from "./actions/follow-offer.ts";
import { OFFER, REFERRAL, ZONES } from "./alarms.ts";
import { overdueOffers, overdueReferrals } from "./network-repo.ts";
import { overdueZones } from "./zone-copies-repo.ts";

export const networkJobs = [
  controlWork({ name: REFERRAL, run: advanceReferral, overdue: overdueReferrals }),
  controlWork({ name: OFFER, run: followOffer, overdue: overdueOffers }),
  controlWork({ name: ZONES, run: copyZones, overdue: overdueZones }),
  onEvents({ cursor: CURSOR, run: followEvents }),
];
