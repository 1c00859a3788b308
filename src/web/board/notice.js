import { byId } from "../dom.js";

/** The bar at the foot of the board: what has just been done, with a button that undoes it, or why it was refused. */
export function showNotice(text, { isRefusal = false, onUndo = null } = {}) {
  const bar = byId("notice");
  (document.querySelector("dialog[open]") ?? byId("board")).append(bar); // nothing below an open dialog can be pressed
  bar.hidden = false;
  byId("notice-close").onclick = hideNotice;
  bar.classList.toggle("refusal", isRefusal);
  // one element is read out politely, the other at once
  byId("notice-text").textContent = isRefusal ? "" : text;
  byId("notice-refusal").textContent = isRefusal ? text : "";
  byId("undo").hidden = !onUndo;
  byId("undo").onclick = onUndo;
}

/** Takes the bar away, also out of a dialog that is closing. */
export function hideNotice() {
  byId("notice").hidden = true;
  byId("board").append(byId("notice"));
}
