import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { z } from "zod";
import { environments } from "#/kernel/environment.ts";
import { inProject } from "./project.ts";

const PATH = inProject(".dev.vars");
const key = (): string => randomBytes(32).toString("base64");

/** Refuses the settings of a server whose ENVIRONMENT is mistyped. */
export function assertEnvironment(settings: string): void {
  const { ENVIRONMENT = "production" } = parseEnv(settings);
  if (!z.enum(environments).safeParse(ENVIRONMENT).success)
    throw new Error(`ENVIRONMENT in .dev.vars is "${ENVIRONMENT}". Write one of: ${environments.join(", ")}.`);
}

/** Creates .dev.vars, the settings and secrets of the local server, unless it exists. Returns whether it has created the file. */
export function ensureDevVars(): boolean {
  if (existsSync(PATH)) {
    assertEnvironment(readFileSync(PATH, "utf8"));
    return false;
  }
  const lines = [
    "# Settings and secrets of the local server, created by npm start. Git ignores this file.",
    "ENVIRONMENT=development",
    "PUBLIC_URL=http://localhost:8787",
    "WEBHOOK_ALLOW_LOOPBACK=true",
    "WEBHOOK_RETRY_SECONDS=1,2,4,8,16",
    "LOG_REQUESTS=off",
    `TOKEN_KEYS="k1:${key()}"`,
    `PASSWORD_PEPPER="k1:${key()}"`,
    `SEAL_KEY="k1:${key()}"`,
  ];
  writeFileSync(PATH, `${lines.join("\n")}\n`, { mode: 0o600 });
  return true;
}
