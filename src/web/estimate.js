// Makes the page of an estimate handier. Without it all works too: a button updates the total, and a typed name signs.

for (const form of document.querySelectorAll("form.extras")) {
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}

const pad = document.querySelector("#pad");
if (pad) offerPad(pad);

/** A field to draw the signature in. What is drawn is sent as the data of an SVG path. */
function offerPad(place) {
  const SVG = "http://www.w3.org/2000/svg";
  const [WIDTH, HEIGHT, MOST] = [600, 200, 20_000];
  const hint = Object.assign(document.createElement("p"), {
    className: "muted",
    textContent: "You may also sign with your finger or mouse:",
  });
  const field = document.createElementNS(SVG, "svg");
  field.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  field.setAttribute("role", "img");
  field.setAttribute("aria-label", "Field to draw your signature in");
  const path = field.appendChild(document.createElementNS(SVG, "path"));
  const drawn = Object.assign(document.createElement("input"), { type: "hidden", name: "drawn" });
  const clear = Object.assign(document.createElement("button"), {
    type: "button",
    className: "quiet",
    textContent: "Clear the drawing",
  });
  place.append(hint, field, drawn, clear);
  place.hidden = false;

  let strokes = [];
  const show = () => {
    const lines = strokes.filter(({ length }) => length > 1).map((points) => `M${points.join("L")}`);
    path.setAttribute("d", lines.join(""));
    drawn.value = lines.join("");
  };
  const at = ({ clientX, clientY }) => {
    const { left, top, width, height } = field.getBoundingClientRect();
    const within = (share, size) => Math.round(Math.min(Math.max(share, 0), 1) * size);
    return `${within((clientX - left) / width, WIDTH)} ${within((clientY - top) / height, HEIGHT)}`;
  };
  let isDrawing = false;
  field.addEventListener("pointerdown", (event) => {
    isDrawing = true;
    field.setPointerCapture(event.pointerId);
    strokes.push([at(event)]);
    event.preventDefault();
  });
  field.addEventListener("pointermove", (event) => {
    if (!isDrawing || drawn.value.length > MOST - 20) return;
    const points = strokes.at(-1);
    const point = at(event);
    if (points.at(-1) !== point) points.push(point);
    show();
  });
  for (const end of ["pointerup", "pointercancel"])
    field.addEventListener(end, () => {
      isDrawing = false;
    });
  clear.addEventListener("click", () => {
    strokes = [];
    show();
  });
}
