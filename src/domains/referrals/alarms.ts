/** Jobs of the network's due work. */
export const REFERRAL = "referral";
export const OFFER = "referral.offer";
export const ZONES = "referral.zones";
