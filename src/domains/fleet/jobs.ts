import { daily } from "#/jobs.ts";
import { tellOfVehicles } from "./actions/tell-vehicles.ts";

export const jobs = [daily({ name: "tell of vehicles", run: tellOfVehicles })];
