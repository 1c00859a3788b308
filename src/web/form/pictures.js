const MOST_PIXELS = 1600;

/** A photo small enough for a slow network, as JPEG, with a name that says so. What cannot be drawn is sent as it is. */
export async function smaller(file) {
  const asItIs = { blob: file, name: file.name };
  if (!file.type.startsWith("image/")) return asItIs;
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, MOST_PIXELS / Math.max(image.width, image.height));
    const canvas = Object.assign(document.createElement("canvas"), {
      width: Math.max(1, Math.round(image.width * scale)),
      height: Math.max(1, Math.round(image.height * scale)),
    });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff"; // JPEG knows nothing transparent
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
    return blob ? { blob, name: `${file.name.replace(/\.[^.]*$/, "")}.jpg` } : asItIs;
  } catch {
    return asItIs;
  }
}

/** Whether two files are one: the server keeps the same bytes once. */
export async function isSame(one, other) {
  if (one.size !== other.size) return false;
  const [a, b] = await Promise.all([one, other].map(async (blob) => new Uint8Array(await blob.arrayBuffer())));
  return a.every((byte, i) => byte === b[i]);
}

/** An address under which the page may show it. */
export const shown = (blob) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
