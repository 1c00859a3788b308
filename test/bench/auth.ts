import { randomUUID } from "node:crypto";
import { readStaffToken, signStaffToken } from "#/kernel/tokens.ts";
import { testSecrets } from "../support/settings.ts";
import { median } from "./load.ts";
import { type Servers, startServers } from "./servers.ts";

// Measures log-ins and access token checks: `node test/bench/auth.ts`.

const PASSWORD = "securePassword123!";
const LOG_INS = 40;

type Post = (path: string, body: unknown, expected: number) => Promise<Record<string, unknown>>;

const poster =
  (server: URL, tenantId?: string): Post =>
  async (path, body, expected) => {
    const response = await fetch(new URL(`/api/v1${path}`, server), {
      method: "POST",
      headers: { "content-type": "application/json", ...(tenantId && { "x-tenant-id": tenantId }) },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { data?: Record<string, unknown> };
    if (response.status !== expected) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer.data ?? {};
  };

/** Runs `work` several times in sequence. Prints the CPU time of the whole runtime and the duration, per run. */
async function measure({ cpuMs }: Servers, title: string, work: () => Promise<unknown>): Promise<void> {
  await work(); // the first run loads modules
  const times: number[] = [];
  const before = cpuMs();
  for (let i = 0; i < LOG_INS; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  const cpu = (cpuMs() - before) / LOG_INS;
  console.log(title.padEnd(36), `${cpu.toFixed(1)} ms CPU`.padStart(14), `${median(times).toFixed(1)} ms`.padStart(10));
}

async function benchLogIns(servers: Servers): Promise<void> {
  const username = `owner-${randomUUID().slice(0, 8)}`;
  const names = { first_name: "Olive", last_name: "Owner", company_name: "Bench" };
  const registration = { ...names, username, password: PASSWORD, email: "olive@bench.example" };
  const signedUp = await poster(servers.quiet)("/auth/register", registration, 201);
  const post = poster(servers.quiet, String(signedUp.tenant_id));
  const logIn = (name: string, password: string, expected: number) => () =>
    post("/auth/login", { username: name, password }, expected);
  const refresh = () => post("/auth/refresh", { refresh_token: signedUp.refresh_token }, 200);

  await measure(servers, "log-in", logIn(username, PASSWORD, 200));
  await measure(servers, "log-in of an unknown user", logIn("nobody-here", PASSWORD, 401));
  await measure(servers, "refresh", refresh);
}

/** Prints the microseconds per token check in this process. */
async function benchTokens(): Promise<void> {
  const claims = { tenantId: randomUUID(), userId: 1, sessionId: "ses_1", technicianId: null, roles: ["owner"] };
  const sign = (authTime: number) => signStaffToken(testSecrets, { ...claims, authTime });
  const time = async (title: string, tokens: readonly string[]): Promise<void> => {
    const start = performance.now();
    for (const token of tokens)
      if ((await readStaffToken(testSecrets, token)) === null) throw new Error("a good token was refused");
    const each = ((performance.now() - start) * 1000) / tokens.length;
    console.log(title.padEnd(36), `${each.toFixed(1)} µs`.padStart(14));
  };
  const tokens = await Promise.all(Array.from({ length: 2000 }, (_, i) => sign(i)));
  await time("token check, first of its token", tokens);
  const [one = ""] = tokens;
  await time(
    "token check, seen before",
    Array.from({ length: 50_000 }, () => one),
  );
}

const servers = await startServers();
try {
  await benchLogIns(servers);
  await benchTokens();
} finally {
  await servers.close();
}
