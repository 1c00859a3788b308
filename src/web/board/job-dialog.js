import { messageOf } from "../api.js";
import { byId, h } from "../dom.js";
import { openActions } from "./job-actions.js";
import { drawFacts } from "./job-facts.js";
import { loadCustomer, loadRecord } from "./job-record.js";
import { morph } from "./morph.js";
import { hideNotice, showNotice } from "./notice.js";
import { suggest } from "./suggestions.js";

/**
 * The dialog with all that is known of a job, and what can be done with it. A click on the job's card opens it, and so does Enter or the space
 * bar. `table` and `moves` as in moves.js, `session()` is who is signed in.
 */
export function openJobDialog(table, moves, session, zoneName) {
  const dialog = byId("job");
  let shown = null;
  let version = 0;
  let customer = null;
  const job = () => (shown === null ? undefined : table.get().jobs.get(shown));
  const actions = openActions(table, moves, job);

  document.addEventListener("click", ({ target }) => {
    const card = target instanceof Element ? target.closest("button[data-job]") : null;
    if (!card) return;
    shown = Number(card.dataset.job);
    customer = null;
    version = 0;
    hideNotice();
    byId("job-history").replaceChildren();
    byId("job-notes").replaceChildren();
    draw(table.get());
    dialog.showModal();
  });
  // a click beside the dialog closes it
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    shown = null;
  });

  const showSuggest = () => {
    const button = h("button", { type: "button", class: "quiet", id: "suggest" }, "Who fits best?");
    byId("job-suggestions").replaceChildren(button);
  };
  byId("job-suggestions").addEventListener("click", ({ target }) => {
    const asked = job();
    if (target.id !== "suggest" || !asked) return;
    const isShown = () => shown === asked.id;
    const onAssign = (technicianId) => void moves.place(job() ?? asked, { technician_id: technicianId });
    void suggest(asked, { board: table.get(), session: session(), isShown, onAssign });
  });

  byId("job-note").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = byId("job-note-text").value.trim();
    const id = shown;
    if (!text || id === null) return;
    try {
      await session().request("POST", `/admin/dispatch/${id}/notes`, { text });
      byId("job-note").reset();
      reloadRecord(id);
    } catch (error) {
      showNotice(messageOf(error), { isRefusal: true });
    }
  });

  const reloadRecord = (id) => void loadRecord(id, table.get(), session(), () => shown === id);

  async function load(of) {
    reloadRecord(of.id);
    const loaded = await loadCustomer(of, session());
    if (shown !== of.id) return;
    customer = loaded;
    draw(table.get());
  }

  function draw(board) {
    const now = job();
    if (!now) return;
    byId("job-title").textContent = now.title;
    morph(byId("job-facts"), drawFacts(now, board, { zoneName, customer }));
    actions.draw(now);
    const isNew = version !== (now.version ?? 1);
    if (!isNew) return;
    version = now.version ?? 1;
    actions.fill(now);
    showSuggest();
    byId("job-fit").hidden = byId("job-move").hidden;
    void load(now);
  }

  return { draw, shows: (id) => shown === id, close: () => dialog.close() };
}
