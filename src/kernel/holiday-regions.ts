/**
 * Countries whose public holidays are known, by ISO 3166-1. The islands of the United States have holidays of their own; those of the Northern
 * Mariana Islands are not known: their businesses take `US`, and add days themselves.
 */
const COUNTRIES = "US PR GU VI AS CA";
/** Their states and provinces, by ISO 3166-2. */
const PARTS = {
  US: "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY",
  CA: "AB BC MB NB NL NS NT NU ON PE QC SK YT",
};

/** Where public holidays may be taken from: `US`, `US-FL`, `PR`, `CA-ON`. */
export const holidayRegions: readonly string[] = [
  ...COUNTRIES.split(" "),
  ...Object.entries(PARTS).flatMap(([country, parts]) => parts.split(" ").map((part) => `${country}-${part}`)),
];
