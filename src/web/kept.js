import { call } from "./api.js";
import { byId } from "./dom.js";

// The pages of what a developer's server keeps instead of delivering it: mails and texts.

const EVERY_MS = 3000;

/** New ones come on top; the others stay as they are, with what a reader has begun to type there. */
function draw(items, entry) {
  const shown = new Set(Array.from(byId("kept").children, ({ id }) => id));
  const ids = new Set(items.map(({ id }) => id));
  for (const id of shown) if (!ids.has(id)) byId(id).remove();
  byId("kept").prepend(...items.filter(({ id }) => !shown.has(id)).map(entry));
}

/** Shows what was kept, newest first, for as long as the page is open. `entry` draws one as an element that has its id. */
export async function showKept(path, thing, entry) {
  let said = "";
  const say = (text) => {
    if (text !== said) byId("state").textContent = text;
    said = text;
  };
  for (;;) {
    try {
      const { items } = await call("GET", path);
      draw(items, entry);
      say(items.length === 0 ? `There are no ${thing}s yet.` : `Newest first. No ${thing} leaves this machine.`);
    } catch (error) {
      if (error.status === 404) return say(`This server delivers its ${thing}s and does not show them here.`);
      say("The server cannot be reached.");
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
