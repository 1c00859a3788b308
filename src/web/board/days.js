import { byId } from "../dom.js";
import { isDate, plusDays } from "./day.js";

const asked = () => {
  const date = new URLSearchParams(location.search).get("date") ?? "";
  return isDate(date) ? date : null;
};

/**
 * Which day the board shows: the one that the page's address names, else today, whichever day that is. `onDay(date)` is called when the reader
 * turns to another one; null means today.
 */
export function openDays(onDay) {
  let wanted = asked();
  let shown = "";
  let today = "";
  const field = byId("day-field");

  function turnTo(date) {
    if (!isDate(date) || date === shown) return;
    wanted = date === today ? null : date;
    history.pushState(null, "", wanted ? `?date=${wanted}` : location.pathname);
    onDay(wanted);
  }
  byId("day-before").addEventListener("click", () => turnTo(plusDays(shown, -1)));
  byId("day-after").addEventListener("click", () => turnTo(plusDays(shown, 1)));
  byId("day-today").addEventListener("click", () => turnTo(today));
  field.addEventListener("change", () => turnTo(field.value));
  window.addEventListener("popstate", () => {
    wanted = asked();
    if (shown) onDay(wanted);
  });

  return {
    /** The day that the reader has chosen; null: today. */
    wanted: () => wanted,
    /** The day cannot be shown: back to the one that is. */
    giveUp() {
      wanted = shown && shown !== today ? shown : null;
      history.replaceState(null, "", wanted ? `?date=${wanted}` : location.pathname);
      field.value = shown;
    },
    draw(board) {
      const isNew = shown !== board.date || today !== board.today;
      ({ date: shown, today } = board);
      if (!isNew) return;
      if (document.activeElement !== field || field.value === "") field.value = shown;
      byId("day-today").disabled = shown === today;
    },
  };
}
