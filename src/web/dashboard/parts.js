import { h } from "../dom.js";

// What panels are built of, besides charts.

/** Shows `hint` where its box is too narrow for what is in it, and fades the edge behind which there is more. */
function scrolling(box, hint) {
  const look = () => {
    const hidden = box.scrollWidth - box.clientWidth;
    hint.hidden = hidden <= 1;
    box.classList.toggle("more", hidden - box.scrollLeft > 1);
  };
  new ResizeObserver(look).observe(box);
  box.addEventListener("scroll", look, { passive: true });
  return [hint, box];
}

/** A table: `columns` are `[title, is a number]`, `rows` their texts; the first cell of a row is its head. */
export const table = (caption, columns, rows) =>
  scrolling(
    h(
      "div",
      { class: "scrolling", role: "region", "aria-label": caption, tabindex: 0 },
      h(
        "table",
        {},
        h("caption", { class: "visually-hidden" }, caption),
        h(
          "thead",
          {},
          h("tr", {}, ...columns.map(([title, isNumber]) => h("th", { scope: "col", class: isNumber && "n" }, title))),
        ),
        h(
          "tbody",
          {},
          ...rows.map((cells) =>
            h(
              "tr",
              {},
              ...cells.map((cell, i) =>
                i === 0 ? h("th", { scope: "row" }, cell) : h("td", { class: columns[i][1] && "n" }, cell),
              ),
            ),
          ),
        ),
      ),
    ),
    h("p", { class: "sideways muted", "aria-hidden": "true", hidden: true }, "More columns: move the table sideways →"),
  );

/** The same figures as a table, for who cannot or would not read the chart. */
export const asTable = (...of) => h("details", {}, h("summary", {}, "Show as a table"), ...table(...of));

/** What is missing, and what to do about it. */
export const empty = (missing, advice, link) =>
  h(
    "p",
    { class: "none" },
    h("strong", {}, missing),
    " ",
    advice,
    link && " ",
    link && h("a", { href: link[0] }, link[1]),
  );

export const legend = (...entries) =>
  h(
    "ul",
    { class: "legend", "aria-hidden": "true" },
    ...entries.map(([kind, text]) => h("li", {}, h("span", { class: `key ${kind}` }), text)),
  );
