// Figures as people read them.

const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const count = new Intl.NumberFormat("en-US");
const percent = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });
const monthName = new Intl.DateTimeFormat("en-US", { month: "long", year: "numeric", timeZone: "UTC" });
const monthShort = new Intl.DateTimeFormat("en-US", { month: "short", timeZone: "UTC" });
const dayName = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" });

export const NONE = "–";
const orNone = (format) => (value) => (value === null || value === undefined ? NONE : format(value));

export const dollars = orNone((cents) => money.format(cents / 100));
export const number = orNone((value) => count.format(value));
export const share = orNone((bps) => percent.format(bps / 10_000));
export const stars = orNone((rating) => rating.toFixed(2));
export const minutes = orNone((all) => (all < 60 ? `${all} min` : `${Math.floor(all / 60)} h ${all % 60} min`));
/** With its sign. */
export const change = orNone((bps) => `${bps > 0 ? "+" : ""}${percent.format(bps / 10_000)}`);

/** A change against what was before, as `+5% compared with the month before`. */
export const compared = (bps, before) =>
  bps === null ? `nothing to compare with ${before}` : `${change(bps)} compared with ${before}`;

/** A value of a metric: money or a count; `brief` for axes. */
export const written = (unit, value) => (unit === "cents" ? dollars(value) : number(value));
export const brief = (unit, value) => (unit === "cents" ? `$${short.format(value / 100)}` : short.format(value));

const middleOf = (month) => Date.parse(`${month}-15`);
export const month = (text) => monthName.format(middleOf(text));
/** `Jan` with the year where one begins, else `Feb`. */
export const tick = (text, isFirst) => {
  const name = monthShort.format(middleOf(text));
  return isFirst || text.endsWith("-01") ? `${name} ’${text.slice(2, 4)}` : name;
};
export const day = orNone((text) => dayName.format(Date.parse(text)));

/** How the figure that technicians are ranked by is written. */
export const rankings = {
  revenue: dollars,
  revenue_per_job: dollars,
  completed: number,
  completion_rate: share,
  rating: stars,
  on_time: share,
  utilization: share,
  recall_rate: share,
  close_rate: share,
};

/** Why days cannot be shown, by the reason of the refusal. */
export const wrongDays = {
  "analytics.days_reversed": "“To” is before “From”: choose other days.",
  "analytics.days_ahead": "These days lie ahead: begin today or earlier.",
};

export const segments = { champion: "Champion", at_risk: "At risk", lost: "Lost", new: "New", regular: "Regular" };
