import { byId } from "../dom.js";
import { clock, localDay, shortDay } from "./day.js";

/** What the page says about its connection: never "Live" when it is not. */
function describe({ state, heardAt }, timeZone) {
  if (state === "live") return "Live";
  if (state === "connecting") return "Connecting";
  const prefix = state === "offline" ? "Offline. " : "";
  if (heardAt === null) return `${prefix}Not live`;
  const isToday = localDay(heardAt, timeZone) === localDay(Date.now(), timeZone);
  return `${prefix}Not live since ${isToday ? "" : `${shortDay(heardAt, timeZone)}, `}${clock(heardAt, timeZone)}`;
}

/** Shows the state of the connection, and tells when the board may be out of date. Changes the page only when the text changes: it is read out. */
export function showConnection(connection, timeZone) {
  const element = byId("connection");
  const text = describe(connection, timeZone);
  byId("stale").hidden = !["lost", "offline"].includes(connection.state);
  element.dataset.status = connection.state;
  if (element.textContent !== text) element.textContent = text;
}
