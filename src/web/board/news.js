import { statusName } from "./words.js";

const GATHER_MS = 5000;

/**
 * Tells screen readers of changed jobs: of the one that its reader has open or in focus at once, of all others together after a few seconds. What
 * they did themselves is told where they did it (notice.js). `say(text)` announces; `isChosen(job)`.
 */
export function openNews(say, isChosen) {
  const mine = new Set();
  const gathered = new Map();
  let timer = 0;

  const describe = ({ job, who }) => `${job.title}: ${statusName(job.status)}${who ? `, ${who}` : ""}`;

  function tellAll() {
    timer = 0;
    const changes = [...gathered.values()];
    gathered.clear();
    if (changes.length === 0) return;
    if (changes.length === 1) return say(describe(changes[0]));
    const byStatus = [...Map.groupBy(changes, ({ job }) => job.status)];
    const parts = byStatus.map(([status, some]) => `${some.length} ${statusName(status)}`);
    say(`${changes.length} jobs changed: ${parts.join(", ")}`);
  }

  return {
    /** The server's answer to what the reader did: its event tells nothing new. */
    isMine: ({ id, version }) => mine.add(`${id} ${version}`),
    /** A job has changed; `who`: its technician's name. */
    hear(job, who) {
      if (mine.delete(`${job.id} ${job.version}`)) return;
      gathered.delete(job.id);
      if (isChosen(job)) return say(describe({ job, who }));
      gathered.set(job.id, { job, who });
      timer ||= setTimeout(tellAll, GATHER_MS);
    },
    forget() {
      clearTimeout(timer);
      timer = 0;
      gathered.clear();
      mine.clear();
    },
  };
}
