import { h, svg } from "../dom.js";
import { area, line, scaleBand, scaleLinear, scalePoint } from "./d3.js"; // the build bundles it from the packages
import { brief, tick } from "./words.js";

// Charts as SVG at the width that they have on the page, so that their texts are as large as all others.

const HEIGHT = 250;
const MARGIN = { top: 12, right: 12, bottom: 26, left: 52 };

/** Draws a chart into a frame, again whenever the width of the frame changes. */
function framed(label, draw) {
  const frame = h("div", { class: "chart" });
  let drawn = 0;
  new ResizeObserver(([{ contentRect }]) => {
    const width = Math.floor(contentRect.width);
    if (width === drawn || width < 40) return;
    drawn = width;
    frame.querySelector("svg")?.remove();
    frame.prepend(draw(width));
    frame.querySelector("svg").setAttribute("aria-label", label);
  }).observe(frame);
  return frame;
}

/** Tells below a chart what its reader points at, or steps to with the arrow keys. */
function readable(frame, texts, placeAt) {
  const said = h("output", { class: "said muted" });
  let at = texts.length;
  const show = (i) => {
    at = Math.max(0, Math.min(texts.length - 1, i));
    said.textContent = texts[at];
    for (const mark of frame.querySelectorAll("[data-i]")) mark.classList.toggle("read", mark.dataset.i === String(at));
  };
  frame.setAttribute("tabindex", "0");
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", "Chart: the arrow keys read its values");
  frame.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(at + step);
  });
  frame.addEventListener("pointermove", (event) => {
    const box = frame.getBoundingClientRect();
    show(placeAt(event.clientX - box.left, box.width));
  });
  frame.append(said);
  return frame;
}

/** Lines across at round values, and their labels. */
const grid = (y, unit, width) =>
  y
    .ticks(4)
    .map((value) =>
      svg(
        "g",
        { class: "grid", transform: `translate(0 ${y(value)})` },
        svg("line", { x1: MARGIN.left, x2: width - MARGIN.right }),
        svg("text", { x: MARGIN.left - 8, dy: "0.32em", "text-anchor": "end" }, brief(unit, value)),
      ),
    );

/** Names of months, as many as fit. */
function months(names, x, width) {
  const every = Math.ceil(names.length / Math.max(1, Math.floor((width - MARGIN.left) / 46)));
  const shown = names.filter((_, i) => (names.length - 1 - i) % every === 0);
  return shown.map((name, i) =>
    svg("text", { class: "tick", x: x(name), y: HEIGHT - 8, "text-anchor": "middle" }, tick(name, i === 0)),
  );
}

const root = (width, height, ...children) =>
  svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" }, ...children);

const heights = (values) =>
  scaleLinear()
    .domain([Math.min(0, ...values), Math.max(1, ...values)])
    .nice(4)
    .range([HEIGHT - MARGIN.bottom, MARGIN.top]);

/** A bar for each month, and a line of averages over them. `items`: `{ month, value, partial, average }`. */
export function monthBars(label, unit, items, texts) {
  const frame = framed(label, (width) => {
    const x = scaleBand()
      .domain(items.map(({ month }) => month))
      .range([MARGIN.left, width - MARGIN.right])
      .padding(0.25);
    const y = heights(items.flatMap(({ value, average }) => [value, average ?? 0]));
    const middle = (name) => x(name) + x.bandwidth() / 2;
    const averages = line()
      .defined(({ average }) => average !== null)
      .x(({ month }) => middle(month))
      .y(({ average }) => y(average));
    return root(
      width,
      HEIGHT,
      grid(y, unit, width),
      items.map(({ month, value, partial }, i) =>
        svg("rect", {
          class: partial ? "bar partial" : "bar",
          "data-i": i,
          x: x(month),
          width: x.bandwidth(),
          y: Math.min(y(value), y(0)),
          height: Math.abs(y(value) - y(0)),
          rx: Math.min(3, x.bandwidth() / 4),
        }),
      ),
      svg("path", { class: "average", d: averages(items) }),
      months(
        items.map(({ month }) => month),
        middle,
        width,
      ),
    );
  });
  return readable(frame, texts, (left, width) =>
    Math.floor(((left - MARGIN.left) / (width - MARGIN.left - MARGIN.right)) * items.length),
  );
}

/** What was, and what is projected with its two bands. `history`: `{ month, value }`; `ahead`: `{ month, value, low_80, ... }`. */
export function projection(label, unit, history, ahead, texts) {
  const all = [...history, ...ahead];
  const last = history.at(-1);
  const joined = last
    ? [{ ...last, low_80: last.value, high_80: last.value, low_95: last.value, high_95: last.value }, ...ahead]
    : ahead;
  const frame = framed(label, (width) => {
    const x = scalePoint()
      .domain(all.map(({ month }) => month))
      .range([MARGIN.left + 6, width - MARGIN.right - 6]);
    const y = heights(all.flatMap(({ value, high_95 }) => [value, high_95 ?? value]));
    const at = line()
      .x(({ month }) => x(month))
      .y(({ value }) => y(value));
    const band = (low, high) =>
      area()
        .x(({ month }) => x(month))
        .y0((point) => y(Math.max(point[low], y.domain()[0])))
        .y1((point) => y(point[high]));
    return root(
      width,
      HEIGHT,
      grid(y, unit, width),
      svg("path", { class: "band wide-band", d: band("low_95", "high_95")(joined) }),
      svg("path", { class: "band", d: band("low_80", "high_80")(joined) }),
      svg("path", { class: "known", d: at(history) }),
      svg("path", { class: "ahead", d: at(joined) }),
      all.map(({ month, value }, i) =>
        svg("circle", {
          class: i < history.length ? "dot" : "dot next",
          "data-i": i,
          cx: x(month),
          cy: y(value),
          r: 3,
        }),
      ),
      months(
        all.map(({ month }) => month),
        x,
        width,
      ),
    );
  });
  return readable(frame, texts, (left, width) =>
    Math.round(((left - MARGIN.left - 6) / (width - MARGIN.left - MARGIN.right - 12)) * (all.length - 1)),
  );
}

const ROW = 44;

/** Bars across, one below the other: `{ name, value, text, note }`. */
export function rows(label, items) {
  return framed(label, (width) => {
    const x = scaleLinear()
      .domain([0, Math.max(1, ...items.map(({ value }) => value))])
      .range([0, width]);
    return root(
      width,
      items.length * ROW,
      items.map(({ name, value, text, note }, i) =>
        svg(
          "g",
          { class: "row", transform: `translate(0 ${i * ROW})` },
          svg("text", { y: 16 }, svg("tspan", {}, name), note && svg("tspan", { class: "note", dx: 8 }, note)),
          svg("text", { class: "value", x: width, y: 16, "text-anchor": "end" }, text),
          svg("rect", { class: "track", y: 24, width, height: 8, rx: 4 }),
          svg("rect", { class: "bar", y: 24, width: Math.max(0, x(value)), height: 8, rx: 4 }),
        ),
      ),
    );
  });
}

export { framed };
