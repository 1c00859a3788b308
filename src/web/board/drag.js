import { h } from "../dom.js";
import { clock } from "./day.js";
import { placedAt, toQuarter } from "./lanes.js";

const BEGINS_PX = 6;
const EDGE_PX = 48;
const SCROLL_PX = 14;

/**
 * Moves jobs by mouse or pen: onto a lane assigns, along it reschedules, onto the waiting jobs takes them from their technician. Fingers scroll;
 * they move a job by its dialog. `table`: `get()` the board, `axis()` its hours; `onDrop(job, place)`.
 */
export function openDrag(table, onDrop) {
  let held = null;
  let wasDragged = false;

  document.addEventListener("pointerdown", (event) => {
    const card = event.target instanceof Element ? event.target.closest("#waiting .job, #columns .job") : null;
    if (!card || event.button !== 0 || event.pointerType === "touch") return;
    const job = table.get().jobs.get(Number(card.id.slice("job-".length)));
    wasDragged = false;
    if (job) held = { job, card, x: event.clientX, y: event.clientY, grip: gripOf(card, event.clientX), ghost: null };
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const isFar = Math.hypot(event.clientX - held.x, event.clientY - held.y) >= BEGINS_PX;
    if (!held.ghost && !isFar) return;
    held.ghost ??= lift(held);
    scrollAtEdge(event);
    follow(event);
  });
  document.addEventListener("pointerup", (event) => {
    if (!held) return;
    const { job, ghost } = held;
    const target = ghost && targetAt(event);
    wasDragged = ghost !== null;
    letGo();
    if (target) onDrop(job, placedAt(job, target));
  });
  document.addEventListener("pointercancel", letGo);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && held?.ghost) letGo();
  });
  // the browser would select text, or drag what is selected
  document.addEventListener("selectstart", (event) => held && event.preventDefault());
  document.addEventListener("dragstart", (event) => held && event.preventDefault());
  // the click that ends a drag opens nothing
  document.addEventListener(
    "click",
    (event) => {
      if (!wasDragged) return;
      wasDragged = false;
      event.stopPropagation();
      event.preventDefault();
    },
    true,
  );

  /** How far from its start a block is held; a card is held at its start. */
  const gripOf = (card, x) => (card.classList.contains("block") ? x - card.getBoundingClientRect().left : 0);

  function lift({ job, card }) {
    document.body.classList.add("dragging");
    card.classList.add("lifted");
    const ghost = h("div", { class: "ghost panel", "data-status": job.status }, h("b", {}, job.title), h("span", {}));
    document.body.append(ghost);
    return ghost;
  }

  function letGo() {
    held?.ghost?.remove();
    held?.card.classList.remove("lifted");
    document.body.classList.remove("dragging");
    markTarget(null);
    held = null;
  }

  /** The technician and the time under the pointer; null: nowhere. */
  function targetAt({ clientX, clientY }) {
    const lane = document.elementFromPoint(clientX, clientY)?.closest("[data-lane]");
    if (!lane) return null;
    if (lane.dataset.lane === "none") return { lane, technicianId: null, start: null };
    const technicianId = Number(lane.dataset.lane);
    const track = lane.querySelector(".track").getBoundingClientRect();
    const isSideways = Math.abs(clientX - held.x) >= BEGINS_PX * 2 || !held.card.classList.contains("block");
    const left = clientX - held.grip;
    if (!isSideways || clientX < track.left || clientX > track.right) return { lane, technicianId, start: null };
    const { from, to } = table.axis();
    const start = toQuarter(from + ((left - track.left) / track.width) * (to - from));
    return { lane, technicianId, start: Math.max(start, from) };
  }

  function follow(event) {
    const { ghost, job } = held;
    const target = targetAt(event);
    ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    ghost.lastElementChild.textContent = describe(job, target);
    markTarget(target?.lane ?? null);
  }

  function describe(job, target) {
    if (!target) return "";
    const { technicians, timezone } = table.get();
    if (target.technicianId === null) return "No technician";
    const { scheduled_start: start } = { ...job, ...placedAt(job, target) };
    const name = technicians.get(target.technicianId)?.name ?? "";
    return `${name}, ${start ? clock(start, timezone) : "any time"}`;
  }

  function scrollAtEdge({ clientX, clientY }) {
    const lanes = document.getElementById("columns");
    const { top, bottom, left, right } = lanes.getBoundingClientRect();
    if (clientX < left || clientX > right) return;
    if (clientY < top + EDGE_PX) lanes.scrollTop -= SCROLL_PX;
    if (clientY > bottom - EDGE_PX) lanes.scrollTop += SCROLL_PX;
  }
}

function markTarget(lane) {
  for (const marked of document.querySelectorAll(".target")) if (marked !== lane) marked.classList.remove("target");
  lane?.classList.add("target");
}
