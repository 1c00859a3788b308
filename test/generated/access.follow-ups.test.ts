import { accessTests } from "../support/access.ts";

accessTests("follow-ups");
