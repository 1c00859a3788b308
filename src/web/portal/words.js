// How the portal writes money, days and times.

export const money = (cents, currency) => {
  const format = new Intl.NumberFormat([], { style: "currency", currency });
  return format.format(cents / 10 ** format.resolvedOptions().maximumFractionDigits);
};

/** A day of the calendar, wherever the reader is. */
export const dayText = (day) =>
  new Date(day).toLocaleDateString([], { timeZone: "UTC", month: "long", day: "numeric", year: "numeric" });

export const clock = (at, timeZone) =>
  new Date(at).toLocaleTimeString([], { timeZone, hour: "numeric", minute: "2-digit" });

export const dayOf = (at, timeZone) =>
  new Date(at).toLocaleDateString([], { timeZone, weekday: "long", month: "long", day: "numeric" });

/** `Nov`, `28`, `Sat`: what a leaf of a calendar shows. */
export const leafOf = (at, timeZone) =>
  [{ month: "short" }, { day: "numeric" }, { weekday: "short" }].map((part) =>
    new Date(at).toLocaleDateString([], { timeZone, ...part }),
  );
