import { h } from "../dom.js";
import { monthBars, projection, rows } from "./charts.js";
import { placeMap } from "./map.js";
import { asTable, empty, legend, table } from "./parts.js";
import * as words from "./words.js";

// What each panel shows of its answer.

const names = { revenue: "Revenue", jobs: "Completed jobs", sales: "Sales" };
const SHOWN_HISTORY = 24;

const nothingYet = {
  revenue: ["Nothing was sold in these days.", "Choose other days, or record sales:", ["/api/docs/", "POST /sales"]],
  sales: ["Nothing was sold in these days.", "Choose other days, or record sales:", ["/api/docs/", "POST /sales"]],
  jobs: ["No job was completed in these days.", "Choose other days, or complete jobs on", ["/board", "the board"]],
};

function growth({ metric, unit, months, cagr_bps }) {
  if (months.every(({ value }) => value === 0)) return [empty(...nothingYet[metric])];
  const value = (of) => words.written(unit, of);
  const items = months.map((one) => ({ ...one, average: one.average_3_months }));
  const texts = months.map(
    (one) =>
      `${words.month(one.month)}: ${value(one.value)}${one.partial ? ", not whole" : ""}, ${words.compared(one.yoy_bps, "the year before")}`,
  );
  const whole = months.filter(({ partial }) => !partial).at(-1);
  const summary =
    whole && `${words.month(whole.month)}: ${value(whole.value)}, ${words.compared(whole.mom_bps, "the month before")}`;
  return [
    summary &&
      h("p", { class: "lead" }, summary, cagr_bps !== null && `. All these months: ${words.change(cagr_bps)} a year.`),
    monthBars(`${names[metric]} by month, ${months.length} months`, unit, items, texts),
    legend(["bar", "month"], ["partial", "not whole"], ["average", "mean of 3 months"]),
    asTable(
      `${names[metric]} by month`,
      [
        ["Month"],
        [names[metric], true],
        ["Change from the month before", true],
        ["Change from the year before", true],
        ["Mean of 3", true],
        ["Mean of 12", true],
      ],
      months.map((one) => [
        words.month(one.month) + (one.partial ? " (not whole)" : ""),
        value(one.value),
        words.change(one.mom_bps),
        words.change(one.yoy_bps),
        value(one.average_3_months),
        value(one.average_12_months),
      ]),
    ),
  ];
}

const confidence = {
  low: "Less than a year of history: take it as a hint.",
  medium: "Less than two years of history.",
  high: "",
};

function projections({ metric, unit, history, projections: ahead, history_months, confidence: trust }) {
  if (history_months === 0)
    return [empty("There is no whole month of business yet.", "The first projection is there when one is over.")];
  const value = (of) => words.written(unit, of);
  const shown = history.slice(-SHOWN_HISTORY);
  const texts = [
    ...shown.map((one) => `${words.month(one.month)}: ${value(one.value)}`),
    ...ahead.map(
      (one) =>
        `${words.month(one.month)}: ${value(one.value)}, with 80 % between ${value(one.low_80)} and ${value(one.high_80)}`,
    ),
  ];
  const all = ahead.reduce((sum, one) => sum + one.value, 0);
  return [
    h("p", { class: "lead" }, `${value(all)} in the next ${ahead.length} months. ${confidence[trust]}`),
    projection(
      `${names[metric]}: ${shown.length} months as they were, ${ahead.length} projected`,
      unit,
      shown,
      ahead,
      texts,
    ),
    legend(
      ["known", "as it was"],
      ["ahead", "projected"],
      ["band", "80 of 100 times"],
      ["wide-band", "95 of 100 times"],
    ),
    asTable(
      `${names[metric]}, projected`,
      [
        ["Month"],
        ["Projected", true],
        ["80 % low", true],
        ["80 % high", true],
        ["95 % low", true],
        ["95 % high", true],
      ],
      ahead.map((one) => [
        words.month(one.month),
        ...[one.value, one.low_80, one.high_80, one.low_95, one.high_95].map(value),
      ]),
    ),
  ];
}

/** The figures of all technicians, and how each differs from the period before. */
function team({ team: { previous, change, ...now }, previous_from, previous_to }) {
  const grown = (name) => (previous[name] > 0 ? Math.round((change[name] * 10_000) / previous[name]) : null);
  const points = (name) => change[name];
  const tiles = [
    ["Revenue", words.dollars(now.revenue_cents), grown("revenue_cents")],
    ["Completed jobs", words.number(now.completed), grown("completed")],
    ["Revenue per job", words.dollars(now.revenue_per_job_cents), grown("revenue_per_job_cents")],
    ["On time", words.share(now.on_time_bps), points("on_time_bps")],
    ["Rating", words.stars(now.avg_rating), grown("avg_rating")],
    ["Estimates won", words.share(now.close_rate_bps), points("close_rate_bps")],
  ];
  const since = `compared with ${words.day(previous_from)} – ${words.day(previous_to)}`;
  return [
    h(
      "dl",
      {},
      ...tiles.map(([name, value, grew]) =>
        h(
          "div",
          { class: "panel tile" },
          h("dt", {}, name),
          h("dd", { class: "figure" }, value),
          h("dd", { class: "change muted", title: since }, words.compared(grew, "before")),
        ),
      ),
    ),
    h("p", { class: "muted since" }, `“Before” is ${words.day(previous_from)} to ${words.day(previous_to)}.`),
  ];
}

function technicians({ technicians: all, leaderboard, rank_by }) {
  if (all.length === 0)
    return [empty("There is no technician yet.", "Add them first:", ["/api/docs/", "POST /admin/technicians"])];
  const write = words.rankings[rank_by];
  const ranked = leaderboard.map(({ rank, name, value }) => ({ name: `${rank}. ${name}`, value, text: write(value) }));
  const columns = [
    ["Technician"],
    ...[
      "Rank",
      "Jobs",
      "Completion",
      "Median time",
      "On time",
      "Utilization",
      "Rating",
      "Returns",
      "Revenue",
      "Per job",
      "Won",
      "Commission",
    ].map((title) => [title, true]),
  ];
  return [
    ranked.length > 0
      ? rows(`Technicians by ${rank_by.replaceAll("_", " ")}`, ranked.slice(0, 10))
      : empty("Nobody is ranked in these days.", "Technicians are from 5 completed jobs on. Complete jobs on", [
          "/board",
          "the board",
        ]),
    asTable(
      "Scorecards of the technicians",
      columns,
      all.map((one) => [
        one.name,
        words.number(one.rank),
        words.number(one.completed),
        words.share(one.completion_rate_bps),
        words.minutes(one.median_job_minutes),
        words.share(one.on_time_bps),
        words.share(one.utilization_bps),
        `${words.stars(one.avg_rating)} (${one.rating_count})`,
        words.share(one.recall_rate_bps),
        words.dollars(one.revenue_cents),
        words.dollars(one.revenue_per_job_cents),
        words.share(one.close_rate_bps),
        words.dollars(one.commission_cents),
      ]),
    ),
  ];
}

/** The segment of a customer, and whether they are overdue. */
const standing = ({ segment, churn_risk: isOverdue }) =>
  [words.segments[segment], isOverdue && segment !== "lost" && "not seen for long"].filter(Boolean).join(", ") ||
  words.NONE;

const lastSeen = ({ last_visit_on: visit, last_sale_on: sale }) =>
  visit && sale && visit > sale ? visit : (sale ?? visit);

function customers({ items }) {
  if (items.length === 0)
    return [
      empty("There is no such customer.", "Segments need 25 customers and a night. Add customers:", [
        "/api/docs/",
        "POST /admin/customers",
      ]),
    ];
  return table(
    "Customers who spent most",
    [["Customer"], ["Spent", true], ["Visits", true], ["Sales", true], ["Last seen"], ["Segment"]],
    items.map((one) => [
      one.name,
      words.dollars(one.total_spend_cents),
      words.number(one.visit_count),
      words.number(one.sale_count),
      words.day(lastSeen(one)),
      h("span", { class: `segment ${one.segment ?? ""}` }, standing(one)),
    ]),
  );
}

async function places({ metric, unit, groups, rest, total, group_by }) {
  if (total === 0) return [empty(...nothingYet[metric])];
  const value = (of) => words.written(unit, of);
  const shown = groups.map((group) => ({ ...group, text: value(group.value) }));
  const map = await placeMap(`${names[metric]} by ${group_by} on a map, ${groups.length} places`, shown);
  const lead = groups[0];
  const unknown = groups.filter(({ value: of, centroid }) => of > 0 && !centroid).length;
  return [
    lead && h("p", { class: "lead" }, `${lead.label}: ${value(lead.value)}, ${words.share(lead.share_bps)} of all.`),
    map ??
      empty("None of these places is known on the map.", "Give customers and jobs an address with a ZIP, or draw", [
        "/docs/analytics",
        "zones",
      ]),
    map &&
      unknown > 0 &&
      h(
        "p",
        { class: "muted" },
        `Places that are not on the map, as nobody knows where they are: ${words.number(unknown)}.`,
      ),
    asTable(
      `${names[metric]} by ${group_by}`,
      [["Place"], [names[metric], true], ["Share", true], ["Number", true]],
      [
        ...groups.map((one) => [one.label, value(one.value), words.share(one.share_bps), words.number(one.count)]),
        ...(rest > 0 ? [["elsewhere", value(rest), words.share(Math.round((rest * 10_000) / total)), ""]] : []),
      ],
    ),
  ];
}

export const panels = { growth, projections, team, technicians, customers, places };
