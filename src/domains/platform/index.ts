export { continueMoves } from "./actions/continue-moves.ts";
