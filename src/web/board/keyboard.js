import { byId } from "../dom.js";
import { clock } from "./day.js";
import { nextQuarter, placedAt } from "./lanes.js";
import { serverNow } from "./server-clock.js";

const QUARTER = 15 * 60_000;
const HOUR = 4 * QUARTER;
const HELP =
  "Arrow keys move this job: up and down to a technician, left and right in time (with Shift by an hour). Enter opens it.";

/**
 * Moves the job that has the focus: arrow keys propose a place, Enter saves it, Escape takes it back. `table`: `get()` the board, `axis()` its
 * hours, `lanes()` the technicians from top to bottom.
 */
export function openKeyboard(table, moves) {
  let proposal = null;

  const focusedJob = () => {
    const button = document.activeElement?.closest?.("#waiting button[data-job], #columns button[data-job]");
    return button ? table.get().jobs.get(Number(button.dataset.job)) : undefined;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return undo(event);
    const job = focusedJob();
    if (!job) return;
    const isMine = proposal?.job.id === job.id;
    if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      propose(isMine ? proposal : begin(job), event);
    } else if (isMine && event.key === "Enter") {
      event.preventDefault(); // no click: it would open the job
      save();
    } else if (isMine && event.key === "Escape") drop("The job stays where it was.");
  });
  document.addEventListener("focusin", () => {
    if (proposal && focusedJob()?.id !== proposal.job.id) drop("");
    showHint();
  });
  document.addEventListener("focusout", () => setTimeout(showHint));

  function undo(event) {
    const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.altKey || event.key.toLowerCase() !== "z" || isTyping || byId("board").hidden) return;
    event.preventDefault();
    void moves.undo();
  }

  const begin = (job) => ({
    job,
    technicianId: job.technician_id,
    start: job.scheduled_start ? Date.parse(job.scheduled_start) : null,
  });

  function propose({ job, technicianId, start }, { key, shiftKey }) {
    const lanes = table.lanes();
    const at = lanes.indexOf(technicianId);
    const next = { job, technicianId, start };
    if (key === "ArrowUp") next.technicianId = at > 0 ? lanes[at - 1] : null;
    if (key === "ArrowDown") next.technicianId = lanes[Math.min(at + 1, lanes.length - 1)] ?? null;
    const by = (key === "ArrowLeft" ? -1 : 1) * (shiftKey ? HOUR : QUARTER);
    if (key === "ArrowLeft" || key === "ArrowRight")
      next.start = start === null ? nextQuarter(Math.max(serverNow(), table.axis().from)) : start + by;
    proposal = next;
    moves.propose(job.id, placeOf(next));
    announce();
  }

  const placeOf = ({ job, technicianId, start }) => {
    const isSameTime = start === null || start === Date.parse(job.scheduled_start ?? "");
    return placedAt(job, { technicianId, start: isSameTime ? null : start });
  };

  function describe({ job, technicianId }) {
    const { technicians, timezone, pending } = table.get();
    const { scheduled_start: start } = { ...job, ...pending.get(job.id) };
    const who = technicianId === null ? "No technician" : technicians.get(technicianId)?.name;
    return `${who}, ${start ? clock(start, timezone) : "any time"}. Enter saves, Esc takes it back.`;
  }

  function announce() {
    const text = describe(proposal);
    byId("hint").textContent = text;
    byId("news").textContent = text;
  }

  function save() {
    const { job } = proposal;
    const place = placeOf(proposal);
    proposal = null;
    moves.propose(null);
    void moves.place(job, place);
    showHint();
  }

  function drop(text) {
    proposal = null;
    moves.propose(null);
    byId("news").textContent = text;
    showHint();
  }

  function showHint() {
    const isOn = focusedJob() !== undefined && document.activeElement.matches(":focus-visible");
    const hint = byId("hint");
    hint.hidden = !isOn;
    if (isOn && !proposal) hint.textContent = HELP;
  }
}
