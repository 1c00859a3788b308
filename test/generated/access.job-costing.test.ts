import { accessTests } from "../support/access.ts";

accessTests("job-costing");
