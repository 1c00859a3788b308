import { isDate } from "../board/day.js";

// What the reader has chosen, kept in the address of the page, so that it can be reloaded, sent to others and stepped back to.

const usual = { metric: "revenue", rank_by: "revenue", group_by: "zip", segment: "", from: "", to: "" };

/** The first day of the month 13 months ago: the yearly growth needs 13 whole months. */
export function usualFrom(now = new Date()) {
  const month = new Date(Date.UTC(now.getFullYear(), now.getMonth() - 13, 1));
  return month.toISOString().slice(0, 10);
}

export const choicesIn = (search) => {
  const given = new URLSearchParams(search);
  const choices = Object.fromEntries(Object.entries(usual).map(([name, value]) => [name, given.get(name) ?? value]));
  for (const end of ["from", "to"]) if (!isDate(choices[end])) choices[end] = "";
  return choices;
};

/** Only what is otherwise than usual. */
export const addressOf = (choices) => {
  const chosen = Object.entries(choices).filter(([name, value]) => value !== usual[name]);
  return chosen.length > 0 ? `?${new URLSearchParams(chosen)}` : "";
};

/** What each panel asks for. */
export function requestsOf({ metric, rank_by, group_by, segment, from, to }) {
  const days = { date_from: from || usualFrom(), date_to: to };
  const path = (name, query) =>
    `${name}?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ""))}`;
  return {
    growth: path("/admin/analytics/growth", { metric, ...days }),
    projections: path("/admin/analytics/projections", { metric, horizon: 6 }),
    technicians: path("/admin/technicians/metrics", { rank_by, ...days }),
    customers: path("/admin/analytics/customers", { sort_by: "total_spend", limit: 10, segment }),
    places: path("/admin/analytics/geo-heatmap", { metric, group_by, ...days }),
  };
}
