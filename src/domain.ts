import type { Endpoint } from "./http/endpoint.ts";
import type { Job } from "./jobs.ts";

/** One domain of the business. Its modules are loaded when a request or a job first needs them. */
export type Domain = {
  name: string;
  /** A sentence for the API's documentation. */
  about: string;
  /** Paths below /api/v1 that the domain answers, with everything below them that no longer path of another domain covers. */
  paths: readonly string[];
  /** Absent: the domain only computes, for others. */
  routes?: () => Promise<{ routes: readonly Endpoint[] }>;
  jobs?: () => Promise<{ jobs: readonly Job[] }>;
};
