import type { Domain } from "./domain.ts";
import { domains } from "./domains.ts";

type Mount = Domain & Required<Pick<Domain, "routes">>;

/** What only a developer's machine answers. Not a domain, because it knows the jobs of all of them. */
const development: Mount = {
  name: "development",
  about:
    "For development only: moving the clock of the whole server, and running a job now. Does not exist in production.",
  paths: ["/dev/clock", "/dev/jobs"],
  routes: () => import("./development/routes.ts"),
};

const answers = (domain: Domain): domain is Mount => domain.routes !== undefined;

/** Everything that answers requests. */
export const mounts: readonly Mount[] = [...domains.filter(answers), development];
