import { messageOf } from "../api.js";
import { byId, h } from "../dom.js";
import { clock } from "./day.js";
import { showNotice } from "./notice.js";
import { distance, duration } from "./words.js";

const reasonNames = {
  place_unknown: "nobody knows where it is",
  skill: "nobody has the skills that it needs",
  time_window: "nobody can come within its window",
  shift: "it fits in no shift",
  capacity: "who could do it may have no more jobs",
  no_time_left: "the days of who could do it are full",
  not_worth_it: "it would cost more than it is worth",
};

const failures = {
  "dispatch_job.changed_meanwhile": "A job was changed meanwhile, so nothing was taken over. Look again.",
  "dispatch.technician_inactive": "A technician of the plan has left, so nothing was taken over. Look again.",
};
const POLL_MS = 1500;

function drawComparison({ before, after }) {
  const row = (name, field, unit) =>
    typeof after[field] === "number" &&
    h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, unit(before[field])), h("td", {}, unit(after[field])));
  return h(
    "table",
    { class: "comparison" },
    h("thead", {}, h("tr", {}, h("td"), h("th", { scope: "col" }, "Now"), h("th", { scope: "col" }, "Optimised"))),
    h(
      "tbody",
      {},
      row("Distance", "distance_m", distance),
      row("Travel time", "travel_minutes", duration),
      row("Overtime", "overtime_minutes", duration),
      row("Jobs with a technician", "assigned", String),
      row("Late arrivals", "late", String),
    ),
  );
}

function drawRoute({ technician_id, stops, distance_m }, { technicians, jobs, timezone }) {
  const title = (id) => jobs.get(id)?.title ?? `Job ${id}`;
  const at = ({ arrival, start }) => clock(start ?? arrival, timezone);
  return h(
    "li",
    {},
    h("h3", {}, technicians.get(technician_id)?.name ?? `Technician ${technician_id}`),
    typeof distance_m === "number" && h("p", { class: "muted" }, distance(distance_m)),
    h(
      "ol",
      { class: "stops" },
      stops.map((stop) => h("li", {}, `${at(stop)} ${title(stop.job_id)}`)),
    ),
  );
}

const drawUnassigned = (unassigned, { jobs }) =>
  unassigned.length > 0 &&
  h(
    "div",
    { class: "left-over" },
    h("h3", {}, "Not planned"),
    h(
      "ul",
      {},
      unassigned.map(({ job_id, reason }) =>
        h("li", {}, `${jobs.get(job_id)?.title ?? `Job ${job_id}`}: ${reasonNames[reason] ?? reason}`),
      ),
    ),
  );

/** The places of the routes in order, for the map. */
const placesOf = ({ routes }, { jobs, positions }) =>
  routes
    .map(({ technician_id, stops }) => [
      ...[positions.get(technician_id)].filter(Boolean),
      ...stops
        .map(({ job_id }) => jobs.get(job_id))
        .filter((job) => typeof job?.service_latitude === "number" && typeof job.service_longitude === "number")
        .map(({ service_latitude, service_longitude }) => ({
          latitude: service_latitude,
          longitude: service_longitude,
        })),
    ])
    .filter((route) => route.length > 1);

const changesOf = ({ changes }) =>
  typeof changes === "number"
    ? `${changes} ${changes === 1 ? "job gets" : "jobs get"} another technician or time.`
    : "Some jobs get another technician or time.";

/** The dialog that shows better routes beside the present ones, and takes them over. `showRoutes(routes)` draws them on the map; null: as planned. */
export function openOptimize(table, session, showRoutes) {
  const dialog = byId("optimize");
  const apply = byId("optimize-apply");

  const ask = (isApplied) =>
    session().request("POST", "/admin/dispatch/optimize-routes", {
      ...{ date: table.get().date, apply: isApplied },
      ...(byId("optimize-backlog").checked && { include_backlog: true }),
    });

  function say(text, isError = false) {
    byId("optimize-status").textContent = isError ? "" : text;
    byId("optimize-error").textContent = isError ? text : "";
    byId("optimize-error").hidden = !isError;
  }
  const refused = (error) => say(error.status === 404 ? "This server cannot optimise routes." : messageOf(error), true);

  byId("open-optimize").addEventListener("click", () => {
    dialog.showModal();
    void look();
  });
  byId("optimize-backlog").addEventListener("change", look);

  async function look() {
    byId("optimize-plan").replaceChildren();
    apply.hidden = true;
    say("Looking for better routes …");
    try {
      const plan = await finished(await ask(false));
      if (plan) show(plan);
    } catch (error) {
      refused(error);
    }
  }

  /** The plan when it is done: that of a large day is made in the background. Undefined when somebody closes the dialog meanwhile. */
  async function finished(begun) {
    let plan = begun;
    while (plan.status === "running") {
      say(`The day is large: ${plan.progress_percent} % of the plan is done …`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      if (!dialog.open) return undefined;
      plan = await session().request("GET", `/admin/route-plans/${begun.id}`);
    }
    if (plan.status !== "failed") return plan;
    say(failures[plan.reason] ?? "The plan could not be made. Look again.", true);
    return undefined;
  }

  function show(plan) {
    const board = table.get();
    const estimated = plan.matrix === "estimated" ? " Ways are estimated: no map service answered." : "";
    const isGood = plan.changes === 0;
    say(`${isGood ? "No better routes were found: the plan stays as it is." : changesOf(plan)}${estimated}`);
    byId("optimize-plan").replaceChildren(
      ...[
        drawComparison(plan),
        h(
          "ol",
          { class: "routes" },
          plan.routes.map((route) => drawRoute(route, board)),
        ),
        drawUnassigned(plan.unassigned ?? [], board),
      ].filter(Boolean),
    );
    apply.hidden = isGood;
    apply.disabled = false;
    showRoutes(placesOf(plan, board));
  }

  apply.addEventListener("click", async () => {
    apply.disabled = true;
    say("Saving …");
    try {
      const plan = await finished(await ask(true));
      if (!plan) return;
      dialog.close();
      const onUndo = typeof plan.id === "number" ? () => undo(plan.id) : null;
      showNotice(`The routes are taken over. ${changesOf(plan)}`, { onUndo });
    } catch (error) {
      apply.disabled = false;
      refused(error);
    }
  });
  async function undo(id) {
    try {
      await session().request("POST", `/admin/route-plans/${id}/undo`);
      showNotice("The routes are as they were before.");
    } catch (error) {
      showNotice(messageOf(error), { isRefusal: true });
    }
  }

  dialog.addEventListener("close", () => showRoutes(null));
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  byId("optimize-close").addEventListener("click", () => dialog.close());
  return { close: () => dialog.close() };
}
