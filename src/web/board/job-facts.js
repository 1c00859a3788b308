import { h } from "../dom.js";
import { dayAndClock, fullDay } from "./day.js";
import { levelsOf } from "./state.js";
import { addressOf, levelText, priorityNames, statusName, timeOf } from "./words.js";

const instant = (at, timeZone) => at && dayAndClock(at, timeZone);
const phone = (number) => number && h("a", { href: `tel:${number.replace(/[^\d+]/g, "")}` }, number);

/** What the board knows of a job, and the customer's own data once they are loaded. */
export function drawFacts(job, board, { zoneName, customer }) {
  const { timezone, technicians } = board;
  const levels = levelsOf(board, job.id).map((level) => levelText(level, timezone));
  const nameOf = (id) => technicians.get(id)?.name ?? `Technician ${id}`;
  const list = [
    ["Job", `No. ${job.job_number ?? job.id}${job.visit_number > 1 ? `, visit ${job.visit_number}` : ""}`],
    ["Status", statusName(job.status)],
    ["On hold because", job.hold_reason],
    ["Cancelled because", job.cancel_reason],
    ["SLA", levels.join("; ")],
    ["Priority", priorityNames[job.priority] ?? "Normal"],
    ["Time", `${job.scheduled_start ? `${fullDay(job.scheduled_start, timezone)}, ` : ""}${timeOf(job, timezone)}`],
    ["Arrival", job.arrival_window_start && arrival(job, timezone)],
    ["Technician", job.technician_id === null ? "None yet" : nameOf(job.technician_id)],
    ["Crew", job.crew?.map(nameOf).join(", ")],
    ["Customer", job.customer_name],
    ["Phone", phone(job.customer_phone)],
    ["Email", customer?.email],
    ["About them", customer?.notes],
    ["Address", addressOf(job, "service_address", "service_city", "service_state", "service_zip")],
    ["Zone", job.zone_id && zoneName(job.zone_id)],
    ["Work", job.job_type],
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

const arrival = (job, timezone) =>
  timeOf({ scheduled_start: job.arrival_window_start, scheduled_end: job.arrival_window_end }, timezone);
