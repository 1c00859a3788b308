import { byId, h } from "../dom.js";
import { fromField, toField } from "./day.js";
import { minutesOf, placedAt } from "./lanes.js";

const ASSIGNABLE = ["pending", "dispatched", "acknowledged"];

/** Which steps the office can take with a job. Pure: the tests run it in Node. */
export function actionsFor({ status, technician_id, held_from }) {
  if (status === "completed" || status === "cancelled") return [];
  const isAssignable = ASSIGNABLE.includes(status === "on_hold" ? held_from : status);
  return [
    status === "on_hold" ? "resume" : "hold",
    ...(isAssignable && technician_id !== null ? ["unassign"] : []),
    "cancel",
  ];
}

const names = { hold: "Hold …", resume: "Resume", unassign: "Unassign", cancel: "Cancel job …" };
const questions = {
  hold: { label: "Why is it put on hold?", button: "Put on hold", done: "is on hold", back: ["resume"] },
  cancel: { label: "Why is it cancelled?", button: "Cancel the job", done: "is cancelled" },
};

/** The steps and the form for technician and time in a job's dialog. `shown()` is the job, `table` and `moves` as in moves.js. */
export function openActions(table, moves, shown) {
  const reason = byId("job-reason");
  const move = byId("job-move");
  let asked = null;

  byId("job-actions").addEventListener("click", ({ target }) => {
    const action = target.closest("button")?.dataset.action;
    const job = shown();
    if (!action || !job) return;
    if (action in questions) return ask(action);
    if (action === "unassign") void moves.place(job, { technician_id: null });
    else void moves.act(job, action, undefined, { text: `${job.title} goes on.` });
  });

  function ask(action) {
    asked = action;
    byId("job-reason-label").textContent = questions[action].label;
    byId("job-reason-send").textContent = questions[action].button;
    reason.reset();
    reason.hidden = false;
    byId("job-reason-text").focus();
  }

  reason.addEventListener("submit", async (event) => {
    event.preventDefault();
    const job = shown();
    const { done, back } = questions[asked];
    const body = { reason: byId("job-reason-text").value.trim() };
    if (job && (await moves.act(job, asked, body, { text: `${job.title} ${done}.`, back }))) reason.hidden = true;
  });
  byId("job-reason-drop").addEventListener("click", () => {
    reason.hidden = true;
  });

  move.addEventListener("submit", (event) => {
    event.preventDefault();
    const job = shown();
    if (!job) return;
    const { technician, start, minutes } = Object.fromEntries(new FormData(move));
    const { timezone } = table.get();
    const place = {
      technicianId: technician ? Number(technician) : null,
      start: start ? fromField(start, timezone) : null,
      ...(minutes && { minutes: Number(minutes) }),
    };
    void moves.place(job, placedAt(job, place));
  });

  return {
    /** Fills the form with where the job is now. */
    fill(job) {
      reason.hidden = true;
      const { technicians, timezone } = table.get();
      const all = [...technicians.values()].sort((a, b) => a.name.localeCompare(b.name));
      byId("job-technician").replaceChildren(
        h("option", { value: "" }, "Nobody"),
        ...all.map(({ id, name }) => h("option", { value: String(id), selected: id === job.technician_id }, name)),
      );
      byId("job-start").value = job.scheduled_start ? toField(job.scheduled_start, timezone) : "";
      byId("job-minutes").value = String(minutesOf(job));
    },
    draw(job) {
      const actions = actionsFor(job);
      move.hidden = actions.length === 0;
      const sign = actions.join();
      if (byId("job-actions").dataset.sign === sign) return;
      byId("job-actions").dataset.sign = sign;
      byId("job-actions").replaceChildren(
        ...actions.map((action) =>
          h("button", { type: "button", class: "quiet", "data-action": action }, names[action]),
        ),
      );
    },
  };
}
