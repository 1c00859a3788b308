const kept = new WeakMap();

/**
 * Makes `items` the children of an element. An item that looks as before keeps its element, so that a large board costs no more than what has
 * changed. Items: `key`, `sign` (what it looks like), `build` (makes the element).
 */
export function showList(parent, items) {
  const before = kept.get(parent) ?? new Map();
  const now = new Map();
  for (const { key, sign, build } of items) {
    const known = before.get(key);
    now.set(key, known?.sign === sign ? known : { sign, element: build() });
  }
  const elements = new Set([...now.values()].map(({ element }) => element));
  for (const child of [...parent.children]) if (!elements.has(child)) child.remove();
  let next = parent.firstElementChild;
  for (const element of elements) {
    if (element === next) next = next.nextElementSibling;
    else parent.insertBefore(element, next);
  }
  kept.set(parent, now);
}

/** Changes the page, and leaves the focus on the element of the same id. */
export function keepFocus(change) {
  const { id } = document.activeElement ?? {};
  change();
  if (id && document.activeElement?.id !== id) document.getElementById(id)?.focus({ preventScroll: true });
}
