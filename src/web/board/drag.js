import { byId, h } from "../dom.js";
import { clock } from "./day.js";
import { scrollAtEdges } from "./edge-scroll.js";
import { placedAt, toQuarter } from "./lanes.js";

const BEGINS_PX = 6;
const LONG_PRESS_MS = 350;
const CLICK_MS = 300;
const ABOVE_FINGER_PX = 84;

/**
 * Moves jobs by mouse, pen or finger: onto a lane assigns, along it reschedules, onto the waiting jobs takes them from their technician. A finger
 * that moves at once scrolls; one that stays on a job lifts it. `table`: `get()` the board, `axis()` its hours; `onDrop(job, place)`.
 */
export function openDrag(table, onDrop) {
  let held = null;
  let wasDragged = false;

  document.addEventListener("pointerdown", (event) => {
    wasDragged = false;
    if (held) return letGo(); // a second finger: the reader means something else
    const card = event.target instanceof Element ? event.target.closest("#waiting .job, #columns .job") : null;
    if (!card || event.button !== 0) return;
    const job = table.get().jobs.get(Number(card.id.slice("job-".length)));
    if (!job) return;
    const isTouch = event.pointerType === "touch";
    held = {
      job,
      card,
      isTouch,
      pointer: event,
      x: event.clientX,
      y: event.clientY,
      grip: gripOf(card, event.clientX),
    };
    Object.assign(held, { scrolled: byId("columns").scrollLeft, ghost: null, hasMoved: false });
    if (isTouch) held.timer = setTimeout(lift, LONG_PRESS_MS);
    card.addEventListener("touchmove", keepStill, { passive: false }); // hears the finger even if the card is drawn again meanwhile
  });
  // the browser asks before it scrolls only where it finds such a listener when the finger comes down
  for (const id of ["waiting", "lanes"]) byId(id).addEventListener("touchmove", keepStill, { passive: false });
  document.addEventListener("pointermove", (event) => {
    if (event.pointerId !== held?.pointer.pointerId) return;
    held.pointer = event;
    const isFar = Math.hypot(event.clientX - held.x, event.clientY - held.y) >= BEGINS_PX;
    if (!isFar && !held.hasMoved) return;
    if (!held.ghost && held.isTouch) return letGo(); // it scrolls
    held.hasMoved = true;
    if (!held.ghost) lift();
    follow();
  });
  document.addEventListener("pointerup", (event) => {
    if (event.pointerId !== held?.pointer.pointerId) return;
    const { job, ghost, hasMoved } = held;
    const target = ghost && hasMoved && targetAt(event);
    wasDragged = ghost !== null;
    setTimeout(() => {
      wasDragged = false; // after a finger there is no click
    }, CLICK_MS);
    letGo();
    if (target) onDrop(job, placedAt(job, target));
  });
  document.addEventListener("pointercancel", letGo);
  document.addEventListener("contextmenu", (event) => held?.isTouch && event.preventDefault());
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

  function keepStill(event) {
    if (held?.ghost && event.cancelable) event.preventDefault();
  }

  function lift() {
    const { job, card, isTouch } = held;
    document.body.classList.add("dragging");
    card.classList.add("lifted");
    held.ghost = h("div", { class: "ghost panel", "data-status": job.status }, h("b", {}, job.title), h("span", {}));
    document.body.append(held.ghost);
    held.stopScrolling = scrollAtEdges(() => (held.hasMoved ? held.pointer : null), follow);
    if (isTouch) navigator.vibrate?.(15);
    follow();
  }

  function letGo() {
    if (!held) return;
    clearTimeout(held.timer);
    held.stopScrolling?.();
    held.ghost?.remove();
    held.card.classList.remove("lifted");
    held.card.removeEventListener("touchmove", keepStill);
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
    const across = clientX - held.x + byId("columns").scrollLeft - held.scrolled;
    const isSideways = Math.abs(across) >= BEGINS_PX * 2 || !held.card.classList.contains("block");
    const left = clientX - held.grip;
    if (!isSideways || clientX < track.left || clientX > track.right) return { lane, technicianId, start: null };
    const { from, to } = table.axis();
    const start = toQuarter(from + ((left - track.left) / track.width) * (to - from));
    return { lane, technicianId, start: Math.max(start, from) };
  }

  function follow() {
    const { ghost, job, pointer, isTouch } = held;
    const target = targetAt(pointer);
    ghost.lastElementChild.textContent = describe(job, target);
    const left = Math.max(8, Math.min(pointer.clientX + 12, window.innerWidth - ghost.offsetWidth - 8));
    const top = pointer.clientY + (isTouch ? -ABOVE_FINGER_PX : 12);
    ghost.style.transform = `translate(${left}px, ${Math.max(8, top)}px)`;
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
}

function markTarget(lane) {
  for (const marked of document.querySelectorAll(".target")) if (marked !== lane) marked.classList.remove("target");
  lane?.classList.add("target");
}
