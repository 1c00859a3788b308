export { type FollowUp, followUps } from "./tables.ts";
