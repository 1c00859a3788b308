import { forget } from "./store.js";

// A form that was sent, or a link that has ended: nothing of it stays on the device.
await forget(location.pathname.replace(/\/$/, "")).catch(() => undefined);
