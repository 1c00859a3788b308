import { accessTests } from "../support/access.ts";

accessTests("time-tracking");
