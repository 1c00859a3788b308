import { minutely } from "#/jobs.ts";
import { continueMoves } from "./actions/continue-moves.ts";

export const jobs = [minutely({ name: "continue moves", run: continueMoves })];
