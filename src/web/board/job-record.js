import { messageOf } from "../api.js";
import { byId, h } from "../dom.js";
import { dayAndClock } from "./day.js";
import { statusName } from "./words.js";

const actionNames = {
  ...{ assign: "Assigned", unassign: "Taken from the technician", report: "Reported", hold: "Put on hold" },
  ...{ resume: "Resumed", step_back: "Stepped back", cancel: "Cancelled", reopen: "Reopened", change: "Changed" },
  ...{ reschedule: "Rescheduled", optimize: "Planned by the optimiser", undo_optimize: "Plan taken back" },
};
/** Fields of a change that its line tells already, or that mean nothing to its reader. */
const TOLD = new Set(["version", "updated_at", "crew", "status", "technician_id", "assigned_at"]);
const fieldNames = { scheduled_start: "start", scheduled_end: "end" };

const actorName = (actor) =>
  actor.replace(/^(\w)(\w*):/, (_, first, rest) => `${first.toUpperCase()}${rest} `).replace("_", " ");

/** What happened to a job: `change` as GET /admin/dispatch/{id}/history has it. */
export function drawChange(change, { timezone, technicians }) {
  const { action, from_status, to_status, technician_id, previous_technician_id, is_applied, reason, actor, at } =
    change;
  const name =
    technicians.get(technician_id)?.name ?? (technician_id === null ? "nobody" : `technician ${technician_id}`);
  const value = (field, text) =>
    field.endsWith("start") || field.endsWith("end") ? text && dayAndClock(text, timezone) : text;
  const changes = Object.entries(change.changes ?? {})
    .filter(([field]) => !TOLD.has(field))
    .map(
      ([field, { after }]) => `${fieldNames[field] ?? field.replaceAll("_", " ")}: ${value(field, after) ?? "none"}`,
    );
  const what = [
    actionNames[action] ?? action,
    from_status !== to_status && `${statusName(from_status)} → ${statusName(to_status)}`,
    technician_id !== previous_technician_id && `to ${name}`,
    ...changes,
    reason && `“${reason}”`,
    !is_applied && "came too late and changed nothing",
  ];
  return h(
    "li",
    {},
    h("p", {}, what.filter(Boolean).join(" · ")),
    h("p", { class: "muted" }, `${dayAndClock(at, timezone)} · ${actorName(actor)}`),
  );
}

const drawNote = ({ text, created_by, created_at }, { timezone }) =>
  h(
    "li",
    {},
    h("p", { class: "note" }, text),
    h("p", { class: "muted" }, `${dayAndClock(created_at, timezone)} · ${actorName(created_by)}`),
  );

const listed = (list, items, none) =>
  list.replaceChildren(...(items.length > 0 ? items : [h("li", { class: "muted" }, none)]));

/** Loads the history and notes of a job into its dialog. `isShown()`: whether the dialog still shows that job. */
export async function loadRecord(id, board, session, isShown) {
  const load = async (part, element, draw, none) => {
    try {
      const { items } = await session.request("GET", `/admin/dispatch/${id}/${part}?limit=50`);
      if (isShown())
        listed(
          byId(element),
          items.map((item) => draw(item, board)),
          none,
        );
    } catch (error) {
      if (isShown()) listed(byId(element), [], messageOf(error));
    }
  };
  await Promise.all([
    load("history", "job-history", drawChange, "Nothing has happened yet."),
    load("notes", "job-notes", drawNote, "There are no notes."),
  ]);
}

/** The customer of a job, or null: the job's own texts must do. */
export const loadCustomer = ({ customer_id }, session) =>
  customer_id ? session.request("GET", `/admin/customers/${customer_id}`).catch(() => null) : Promise.resolve(null);
