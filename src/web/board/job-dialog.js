import { byId, h } from "../dom.js";
import { morph } from "./morph.js";
import { statusNames } from "./state.js";
import { addressOf, priorityNames, span } from "./view.js";

/** The dialog with all that the board knows of a job. A click on the job's card opens it, and so does Enter or the space bar. */
export function openJobDialog() {
  const dialog = byId("job");
  let shown = null;

  document.addEventListener("click", ({ target }) => {
    const card = target instanceof Element ? target.closest("button[data-job]") : null;
    if (!card) return;
    shown = Number(card.dataset.job);
    if (last) draw(last);
    dialog.showModal();
  });
  // a click beside the dialog closes it
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    shown = null;
  });

  let last = null;
  function draw(board) {
    last = board;
    const job = shown === null ? undefined : board.jobs.get(shown);
    if (!job) return;
    byId("job-title").textContent = job.title;
    morph(byId("job-facts"), facts(job, board));
  }

  return { draw, close: () => dialog.close() };
}

const instant = (at, timeZone) =>
  at && new Intl.DateTimeFormat("en-US", { timeZone, dateStyle: "medium", timeStyle: "short" }).format(new Date(at));

function facts(job, { timezone, technicians }) {
  const address = addressOf(job, "service_address", "service_city", "service_state", "service_zip");
  const list = [
    ["Job", `No. ${job.id}`],
    ["Status", statusNames[job.status] ?? job.status],
    ["Priority", priorityNames[job.priority] ?? "Normal"],
    ["Time", job.scheduled_start ? span(job, timezone) : "Any time"],
    ["Technician", job.technician_id === null ? "None yet" : technicians.get(job.technician_id)?.name],
    ["Customer", job.customer_name],
    [
      "Phone",
      job.customer_phone && h("a", { href: `tel:${job.customer_phone.replace(/[^\d+]/g, "")}` }, job.customer_phone),
    ],
    ["Address", address],
    ["Description", job.description],
    ["Assigned", instant(job.assigned_at, timezone)],
    ["Acknowledged", instant(job.acknowledged_at, timezone)],
    ["On the way", instant(job.en_route_at, timezone)],
    ["On site", instant(job.on_site_at, timezone)],
    ["Started", instant(job.started_at, timezone)],
    ["Completed", instant(job.completed_at, timezone)],
  ];
  return list
    .filter(([, value]) => value)
    .map(([name, value]) => h("div", {}, h("dt", { class: "muted" }, name), h("dd", {}, value)));
}
