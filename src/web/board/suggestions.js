import { messageOf } from "../api.js";
import { byId, h } from "../dom.js";
import { distance, duration } from "./words.js";

const line = (texts) => texts.filter(Boolean).join(" · ");

/** As "Score 14: travel 12, load 12, continuity -10". The least is the best. */
const scoreOf = ({ score, components = {} }) => {
  const parts = Object.entries(components).filter(([, value]) => value !== 0);
  return `Score ${score}${parts.length > 0 ? `: ${parts.map(([name, value]) => `${name} ${value}`).join(", ")}` : ""}`;
};

function drawSuggestion(suggestion, onAssign) {
  const { technician_id, technician_name, eta_minutes, distance_m, reasons = [], warnings = [] } = suggestion;
  const way = [eta_minutes !== null && eta_minutes !== undefined && `there in ${duration(eta_minutes)}`];
  if (typeof distance_m === "number") way.push(distance(distance_m));
  const button = h("button", { type: "button", class: "quiet" }, "Assign");
  button.setAttribute("aria-label", `Assign ${technician_name}`);
  button.addEventListener("click", () => onAssign(technician_id));
  return h(
    "li",
    { class: "suggestion" },
    h(
      "div",
      {},
      h("p", {}, h("b", {}, technician_name), " ", h("span", { class: "muted" }, line(way))),
      h("p", { class: "muted" }, line([...reasons, scoreOf(suggestion)])),
      warnings.map((warning) => h("p", { class: "warning" }, warning)),
    ),
    button,
  );
}

function drawExcluded(excluded, { technicians }, isOpen) {
  if (excluded.length === 0) return null;
  const nameOf = (id) => technicians.get(id)?.name ?? `Technician ${id}`;
  return h(
    "details",
    { open: isOpen },
    h("summary", {}, `${excluded.length} cannot do it`),
    h(
      "ul",
      {},
      excluded.map(({ technician_id, technician_name, reason }) =>
        h("li", {}, `${technician_name ?? nameOf(technician_id)}: ${reason}`),
      ),
    ),
  );
}

/** Asks who fits a job best, and shows the answer in its dialog. */
export async function suggest(job, { board, session, isShown, onAssign }) {
  const place = byId("job-suggestions");
  place.replaceChildren(h("p", { class: "muted" }, "Looking …"));
  try {
    const path = `/admin/dispatch/${job.id}/suggestions?limit=5`;
    const { items, excluded = [] } = await session.request("GET", path);
    if (!isShown()) return;
    const none = h("p", { class: "muted" }, "Nobody fits this job.");
    const list = h(
      "ol",
      {},
      items.map((item) => drawSuggestion(item, onAssign)),
    );
    place.replaceChildren(
      ...[items.length > 0 ? list : none, drawExcluded(excluded, board, items.length === 0)].filter(Boolean),
    );
  } catch (error) {
    if (!isShown()) return;
    const text = error.status === 404 ? "This server has no suggestions for this job." : messageOf(error);
    place.replaceChildren(h("p", { class: "error", role: "alert" }, text));
  }
}
