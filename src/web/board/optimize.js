import { messageOf } from "../api.js";
import { byId, h } from "../dom.js";
import { clock } from "./day.js";
import { distance, duration } from "./words.js";

const whatever = (value, name) => (typeof value === "number" ? name(value) : "unknown");

function drawComparison({ before = {}, after = {} }) {
  const row = (name, field, unit) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, name),
      h("td", {}, whatever(before[field], unit)),
      h("td", {}, whatever(after[field], unit)),
    );
  return h(
    "table",
    { class: "comparison" },
    h("thead", {}, h("tr", {}, h("td"), h("th", { scope: "col" }, "Now"), h("th", { scope: "col" }, "Optimised"))),
    h("tbody", {}, row("Distance", "distance_m", distance), row("Travel time", "travel_minutes", duration)),
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
      unassigned.map(({ job_id, reason }) => h("li", {}, `${jobs.get(job_id)?.title ?? `Job ${job_id}`}: ${reason}`)),
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

/** The dialog that shows better routes beside the present ones, and takes them over. `showRoutes(routes)` draws them on the map; null: as planned. */
export function openOptimize(table, session, showRoutes) {
  const dialog = byId("optimize");
  const apply = byId("optimize-apply");

  const ask = (isApplied) =>
    session().request("POST", "/admin/dispatch/optimize-routes", { date: table.get().date, apply: isApplied });

  function say(text, isError = false) {
    byId("optimize-status").textContent = isError ? "" : text;
    byId("optimize-error").textContent = isError ? text : "";
    byId("optimize-error").hidden = !isError;
  }
  const refused = (error) => say(error.status === 404 ? "This server cannot optimise routes." : messageOf(error), true);

  byId("open-optimize").addEventListener("click", async () => {
    byId("optimize-plan").replaceChildren();
    apply.hidden = true;
    say("Looking for better routes …");
    dialog.showModal();
    try {
      show(await ask(false));
    } catch (error) {
      refused(error);
    }
  });

  function show(plan) {
    if (!plan.routes) return say("The day is large: the plan is being made in the background. Ask again in a minute.");
    const board = table.get();
    const estimated = plan.matrix === "estimated" ? " Ways are estimated: no map service answered." : "";
    say(`${plan.routes.length} routes.${estimated}`);
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
    apply.hidden = false;
    apply.disabled = false;
    showRoutes(placesOf(plan, board));
  }

  apply.addEventListener("click", async () => {
    apply.disabled = true;
    say("Saving …");
    try {
      await ask(true);
      dialog.close();
    } catch (error) {
      apply.disabled = false;
      refused(error);
    }
  });
  dialog.addEventListener("close", () => showRoutes(null));
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  byId("optimize-close").addEventListener("click", () => dialog.close());
  return { close: () => dialog.close() };
}
