import { byId, h } from "../dom.js";
import { shortDay } from "./day.js";
import { drawCard, signOf } from "./job-card.js";
import { showList } from "./keyed-list.js";

/** Jobs that wait for a technician. */
export function drawWaiting({ waitingToday, waitingUntimed }, { date, today, timezone, rest, isLoading, isFiltered }) {
  const none = isFiltered ? "None fits the filters." : "All jobs of the day are assigned.";
  const title = date === today ? "Today" : shortDay(`${date}T12:00:00Z`, "UTC");
  if (byId("waiting-day").textContent !== title) byId("waiting-day").textContent = title;
  const noBacklog = rest.cursor ? "All that is shown is assigned." : "The backlog is empty.";
  showJobs("waiting-today", waitingToday, timezone, none);
  showJobs("waiting-untimed", waitingUntimed, timezone, isFiltered ? none : noBacklog);
  const more = byId("waiting-more");
  if (!rest.cursor) return more.replaceChildren();
  const button =
    byId("waiting-more").firstElementChild ?? h("button", { id: "more", class: "quiet more", type: "button" });
  const text = isLoading ? "Loading …" : `Show more (${rest.n.toLocaleString("en-US")} left)`;
  if (button.textContent !== text) button.textContent = text;
  button.setAttribute("aria-disabled", String(isLoading));
  if (!button.isConnected) more.append(button);
}

function showJobs(id, jobs, timezone, none) {
  showList(
    byId(id),
    jobs.map((job) => ({ key: job.id, sign: signOf(job), build: () => drawCard(job, timezone) })),
  );
  const note = byId(`${id}-none`);
  note.hidden = jobs.length > 0;
  if (note.textContent !== none) note.textContent = none;
}
