import { messageOf } from "../api.js";
import { clock } from "./day.js";
import { placeOf, stepsTo } from "./lanes.js";
import { showNotice } from "./notice.js";

const REMEMBERED = 20;

/**
 * Changes jobs: shows a change at once, asks the server, puts the job back when it is refused. `table` holds the board: `get()`, `set(board)`,
 * `take(job)` for the job as the server answers it; `session()` is who is signed in.
 */
export function openMoves(table, session) {
  let done = [];

  function pend(id, place) {
    const pending = new Map(table.get().pending);
    if (place) pending.set(id, { ...place, pending: "asked" });
    else pending.delete(id);
    table.set({ ...table.get(), pending });
  }

  /** One step of a job, if it is still the version that its reader has seen. */
  async function step(job, name, body) {
    const headers = { "if-match": `"${job.version}"` };
    const after = await session().request("PATCH", `/admin/dispatch/${job.id}/${name}`, body, headers);
    table.take(after);
    return after;
  }

  const refused = (error) => showNotice(messageOf(error), { isRefusal: true });

  /** Takes the steps in turn; returns the job after the last one that was allowed, or null. */
  async function run(job, steps) {
    let now = job;
    try {
      for (const [name, body] of steps) now = await step(now, name, body);
      return { job: now, isWhole: true };
    } catch (error) {
      refused(error);
      return { job: now, isWhole: false };
    }
  }

  function where(job) {
    const { technicians, timezone } = table.get();
    const who = job.technician_id === null ? "waits for a technician" : technicians.get(job.technician_id)?.name;
    return `${job.title}: ${who}${job.scheduled_start ? `, ${clock(job.scheduled_start, timezone)}` : ""}.`;
  }

  function remember(entry) {
    done = [...done.slice(-REMEMBERED), entry];
  }

  async function place(job, wanted, { isUndo = false } = {}) {
    const steps = stepsTo(job, wanted);
    if (steps.length === 0) return true;
    pend(job.id, wanted);
    const after = await run(job, steps);
    pend(job.id, null);
    if (after.job !== job && !isUndo) remember({ job: after.job, place: placeOf(job) });
    if (after.isWhole) tell(isUndo ? `Undone. ${where(after.job)}` : where(after.job));
    return after.isWhole;
  }

  async function act(job, name, body, { text, back }) {
    const after = await run(job, [[name, body]]);
    if (!after.isWhole) return false;
    if (back) remember({ job: after.job, step: back });
    tell(text);
    return true;
  }

  const tell = (text) => showNotice(text, { onUndo: done.length > 0 ? undo : null });

  /** Takes the last change back, unless somebody else has changed the job since. */
  async function undo() {
    const last = done.at(-1);
    if (!last) return;
    done = done.slice(0, -1);
    if (last.place) await place(last.job, last.place, { isUndo: true });
    else if ((await run(last.job, [last.step])).isWhole) tell(`Undone. ${where(table.get().jobs.get(last.job.id))}`);
  }

  return {
    /** Brings a job to a technician and a time (`placedAt` of lanes.js). Answers whether it is there. */
    place,
    /** Takes a step that has a reason or none; `back` is the step that undoes it. */
    act,
    undo,
    /** Shows where a job would come to, without asking; null: no longer. */
    propose(id, wanted) {
      const pending = new Map([...table.get().pending].filter(([, { pending: kind }]) => kind !== "proposed"));
      if (id !== null) pending.set(id, { ...wanted, pending: "proposed" });
      table.set({ ...table.get(), pending });
    },
    forget: () => {
      done = [];
    },
  };
}
