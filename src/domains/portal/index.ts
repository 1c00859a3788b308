export { reviewPosted } from "./events.ts";
