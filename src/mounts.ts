import { type Domain, domains } from "./domains.ts";

/** What only a developer's machine answers. Not a domain, because it knows the jobs of all of them. */
const development: Domain = {
  name: "development",
  about:
    "For development only: moving the clock of the whole server, and running a job now. Does not exist in production.",
  paths: ["/dev/clock", "/dev/jobs"],
  routes: () => import("./development/routes.ts"),
};

/** Everything that answers requests. */
export const mounts: readonly Domain[] = [...domains, development];
