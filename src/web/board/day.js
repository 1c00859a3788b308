// Days and times in the business' zone. Pure functions: the tests run them in Node.

const HOUR = 3_600_000;
const MINUTE = 60_000;

const formats = new Map();
/** Making a format costs far more than using it. */
function format(timeZone, name, locale, options) {
  const key = `${timeZone} ${name}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone, ...options }));
  return formats.get(key);
}

const ymd = { year: "numeric", month: "2-digit", day: "2-digit" };
/** The calendar day (YYYY-MM-DD) of an instant or a time in milliseconds, in a time zone. */
export const localDay = (instant, timeZone) => format(timeZone, "day", "en-CA", ymd).format(new Date(instant));

/** As "9:15 AM". */
export const clock = (instant, timeZone) =>
  format(timeZone, "clock", "en-US", { hour: "numeric", minute: "2-digit" }).format(new Date(instant));

/** As "9 AM". */
export const hourName = (instant, timeZone) =>
  format(timeZone, "hour", "en-US", { hour: "numeric" }).format(new Date(instant));

/** As "Mar 28, 2026, 9:15 AM". */
export const dayAndClock = (instant, timeZone) =>
  format(timeZone, "both", "en-US", { dateStyle: "medium", timeStyle: "short" }).format(new Date(instant));

/** As "Mar 28". */
export const shortDay = (instant, timeZone) =>
  format(timeZone, "short", "en-US", { month: "short", day: "numeric" }).format(new Date(instant));

/** As "Sat, Mar 28, 2026". */
export const fullDay = (instant, timeZone) =>
  format(timeZone, "full", "en-US", { weekday: "short", year: "numeric", month: "short", day: "numeric" }).format(
    new Date(instant),
  );

/** How long ago, in words. */
export function ago(instant, now) {
  const minutes = Math.max(0, Math.round((now - Date.parse(instant)) / MINUTE));
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h ago` : `${Math.round(minutes / 1440)} days ago`;
}

/** Whether a text is a day of the calendar, as "2026-03-28". */
export const isDate = (text) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T12:00:00Z`).toJSON()?.slice(0, 10) === text;

/** The calendar day `days` later. */
export const plusDays = (date, days) =>
  new Date(Date.parse(`${date}T12:00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10);

/** The first minute of a local day, in milliseconds since 1970. */
function startOfDay(date, timeZone) {
  let before = Date.parse(`${date}T00:00:00Z`) - 15 * HOUR; // no zone is further east or west
  let within = before + 30 * HOUR;
  while (within - before > MINUTE) {
    const middle = before + Math.floor((within - before) / 2 / MINUTE) * MINUTE;
    if (localDay(middle, timeZone) >= date) within = middle;
    else before = middle;
  }
  return within;
}

const days = new Map();
/** Where a local day begins and ends, in milliseconds: 23 or 25 hours when the clocks change. */
export function dayBounds(date, timeZone) {
  const key = `${date} ${timeZone}`;
  if (!days.has(key))
    days.set(key, { start: startOfDay(date, timeZone), end: startOfDay(plusDays(date, 1), timeZone) });
  return days.get(key);
}

/** The local time of an instant as a form's field has it: "2026-03-28T09:15". */
export const toField = (instant, timeZone) =>
  format(timeZone, "field", "sv-SE", { ...ymd, hour: "2-digit", minute: "2-digit" })
    .format(new Date(instant))
    .replace(" ", "T");

/** The instant, in milliseconds, of a local time as a form's field has it; the later one where the clocks skip it. */
export function fromField(text, timeZone) {
  const asUtc = Date.parse(`${text}:00Z`);
  const offsetAt = (at) => Date.parse(`${toField(at, timeZone)}:00Z`) - at;
  const guess = asUtc - offsetAt(asUtc);
  return asUtc - offsetAt(guess);
}

/**
 * The hours that the board shows of a local day: 7 AM to 7 PM, and whatever shift or job reaches beyond. Returns `from`, `to` and the full `hours`
 * between, in milliseconds; one is left out or comes twice when the clocks change. `spans`: pairs of milliseconds.
 */
export function axisOf(date, timeZone, spans) {
  const { start, end } = dayBounds(date, timeZone);
  const inDay = spans.filter(([from, to]) => from < end && to > start);
  const first = Math.min(fromField(`${date}T07:00`, timeZone), ...inDay.map(([from]) => from));
  const last = Math.max(fromField(`${date}T19:00`, timeZone), ...inDay.map(([, to]) => to));
  const from = start + Math.floor((Math.max(first, start) - start) / HOUR) * HOUR;
  const to = Math.min(end, start + Math.ceil((last - start) / HOUR) * HOUR);
  const hours = Array.from({ length: Math.ceil((to - from) / HOUR) }, (_, i) => from + i * HOUR);
  return { from, to, hours };
}
