import { byId } from "../dom.js";

const EDGE_PX = 64;
const PX_PER_MS = 0.7;
const DWELL_MS = 150; // who only passes an edge scrolls nothing
const LONGEST_MS = 50; // a late frame does not leap

/** Which way to scroll at `at`, between `start` and `end`: -1, 0 or 1. */
export const wayAt = (at, start, end) => {
  const edge = Math.min(EDGE_PX, (end - start) / 4);
  if (at < start + edge) return -1;
  return at > end - edge ? 1 : 0;
};

/**
 * Scrolls what is under the pointer while that is near an edge, even if it is still: the lanes, the waiting jobs, and on a phone the page.
 * `pointer()`: where it is, null: nothing scrolls; `onScrolled()`: something else is under it. Returns what ends it.
 */
export function scrollAtEdges(pointer, onScrolled) {
  let last = performance.now();
  let dwelt = 0;
  let frame = requestAnimationFrame(step);

  function step(now) {
    frame = requestAnimationFrame(step);
    const ms = Math.min(now - last, LONGEST_MS);
    last = now;
    const at = pointer();
    const ways = at ? waysAt(at) : [];
    dwelt = ways.length > 0 ? dwelt + ms : 0;
    if (dwelt > DWELL_MS && scrollBy(ms * PX_PER_MS, ways)) onScrolled();
  }
  return () => cancelAnimationFrame(frame);
}

/** What scrolls there, and which way: `[element, across, down]`. */
function waysAt({ clientX: x, clientY: y }) {
  const ways = [[document.scrollingElement, 0, wayAt(y, 0, window.innerHeight)]];
  for (const id of ["columns", "waiting"]) {
    const element = byId(id);
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const isOver = x >= left && x <= right && y >= top && y <= bottom;
    if (!isOver) continue;
    const across = wayAt(x, Math.max(left, 0), Math.min(right, window.innerWidth));
    ways.push([element, across, wayAt(y, top, bottom)]);
  }
  return ways.filter(([, across, down]) => across !== 0 || down !== 0);
}

const scrollBy = (px, ways) =>
  ways
    .map(([element, across, down]) => {
      const { scrollLeft, scrollTop } = element;
      element.scrollBy({ left: across * px, top: down * px, behavior: "instant" });
      return element.scrollLeft !== scrollLeft || element.scrollTop !== scrollTop;
    })
    .includes(true);
