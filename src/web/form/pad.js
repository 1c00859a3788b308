import { h } from "/dom.js";

const [WIDTH, HEIGHT] = [600, 200];

/** A field to sign in, with a finger or a mouse: `changed` gets the picture, or nothing when it was cleared. */
export function signaturePad({ id, label, kept, changed }) {
  const canvas = h("canvas", { id, width: WIDTH, height: HEIGHT, role: "img", "aria-label": `Sign here: ${label}` });
  const clear = h("button", { type: "button", class: "quiet" }, "Clear the signature");
  const pen = canvas.getContext("2d");
  const blank = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    Object.assign(pen, { strokeStyle: "#14304a", lineWidth: 3, lineCap: "round", lineJoin: "round" });
  };
  blank();
  if (kept) createImageBitmap(kept).then((image) => pen.drawImage(image, 0, 0, WIDTH, HEIGHT));

  const at = ({ clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [((clientX - left) / width) * WIDTH, ((clientY - top) / height) * HEIGHT];
  };
  let isDrawing = false;
  canvas.addEventListener("pointerdown", (event) => {
    isDrawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDrawing) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => {
      if (!isDrawing) return;
      isDrawing = false;
      canvas.toBlob((picture) => {
        changed(picture);
        canvas.dataset.signed = "yes";
      }, "image/png");
    });
  clear.addEventListener("click", () => {
    blank();
    changed(null);
  });
  return h("div", { class: "pad" }, canvas, clear);
}
