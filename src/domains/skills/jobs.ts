import { daily } from "#/jobs.ts";
import { tellOfCertificates } from "./actions/tell-certificates.ts";

export const jobs = [daily({ name: "tell of certificates", run: tellOfCertificates })];
