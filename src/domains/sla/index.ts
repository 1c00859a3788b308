export { noteDue } from "./actions/note-due.ts";
