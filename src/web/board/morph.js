import { Idiomorph } from "./idiomorph.js"; // the build copies it from the package

/** Replaces the children of an element, and keeps what is the same in place: focus, selection and the reading position of screen readers stay. */
export function morph(element, children) {
  const fresh = document.createElement("div");
  fresh.append(...children);
  Idiomorph.morph(element, fresh.childNodes, { morphStyle: "innerHTML" });
}
