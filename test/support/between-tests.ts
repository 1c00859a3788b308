import { setImmediate } from "node:timers/promises";
import { afterAll, beforeEach } from "vitest";
import { suspendCopies } from "./template.ts";

// A test that computes for seconds lets idle connections die, which the process hears of only when it gets a turn: a fetch before that would take a dead one.
beforeEach(() => setImmediate());

afterAll(suspendCopies);
