import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { readSource } from "./support/source-tree.ts";

const Versions = z.record(z.string(), z.string());
const Asked = z.object({ dependencies: Versions.default({}), devDependencies: Versions });
const Manifest = Asked.extend({ scripts: Versions, allowScripts: z.record(z.string(), z.boolean()) });
const Locked = z.looseObject({
  integrity: z.string(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  optionalDependencies: Versions.optional(),
});
const Lock = z.object({ lockfileVersion: z.int(), packages: z.object({ "": Asked }).catchall(Locked) });

const manifest = Manifest.parse(JSON.parse(readSource("package.json")));
const readLock = (folder: string) => {
  const { lockfileVersion, packages } = Lock.parse(JSON.parse(readSource(`${folder}package-lock.json`)));
  const { "": root, ...locked } = packages;
  return { lockfileVersion, root, locked };
};

describe.each(["", "test/integrator/"])("the lock file in %j", (folder) => {
  const { lockfileVersion, root, locked } = readLock(folder);

  it("has every optional package of every package, whatever the platform", () => {
    const known = new Set(Object.keys(locked).map((path) => path.replace(/^.*node_modules\//, "")));
    const wanted = Object.values(locked).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
    expect(wanted.filter((name) => !known.has(name))).toEqual([]);
  });

  it("asks for what package.json asks for, in exact versions", () => {
    expect(lockfileVersion).toBe(3);
    expect(root).toEqual(Asked.parse(JSON.parse(readSource(`${folder}package.json`))));
    for (const version of Object.values({ ...root.dependencies, ...root.devDependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it("names no registry", () => {
    expect(Object.keys(locked).filter((path) => "resolved" in (locked[path] ?? {}))).toEqual([]);
  });
});

describe("the lock file of the project", () => {
  const { locked } = readLock("");
  it.each([
    ["darwin-arm64", ["workerd-darwin-arm64", "cli-darwin-arm64", "binding-darwin-arm64", "darwin-arm64"]],
    ["darwin-x64", ["workerd-darwin-64", "cli-darwin-x64", "binding-darwin-x64", "darwin-x64"]],
    ["windows-x64", ["workerd-windows-64", "cli-win32-x64", "binding-win32-x64-msvc", "win32-x64"]],
    ["linux-arm64", ["workerd-linux-arm64", "cli-linux-arm64", "binding-linux-arm64-gnu", "linux-arm64"]],
    ["linux-x64", ["workerd-linux-64", "cli-linux-x64", "binding-linux-x64-gnu", "linux-x64"]],
  ])("has what %s needs of workerd, biome, oxlint and tsgolint", (_, names) => {
    const owners = ["@cloudflare", "@biomejs", "@oxlint", "@oxlint-tsgolint"];
    const paths = names.map((name, i) => `node_modules/${owners[i]}/${name}`);
    expect(paths.filter((path) => !locked[path]?.optional)).toEqual([]);
  });

  it("brings no install script that package.json does not judge", () => {
    const scripted = Object.keys(locked).filter((path) => locked[path]?.hasInstallScript);
    const names = new Set(scripted.map((path) => path.replace(/^.*node_modules\//, "")));
    expect([...names].toSorted()).toEqual(Object.keys(manifest.allowScripts));
  });
});

it("runs no install script of the integrator's tools", () => {
  expect(readSource("test/integrator/.npmrc")).toContain("ignore-scripts=true");
});

describe("what npm start and npm test do first", () => {
  const STEP = new URL("../src/tools/install.mjs", import.meta.url).pathname;
  const tool = { version: "1.0.0", os: [process.platform], cpu: [process.arch] };
  const foreign = { version: "1.0.0", os: ["sunos"], optional: true };
  const lockOf = (packages: object) => ({
    packages: { "": { dependencies: { tool: "1.0.0" } }, "node_modules/tool": tool, ...packages },
  });

  /** Runs the step in a folder of its own, with a stand-in for npm that notes what it is asked. */
  function install(installed?: object, dependencies: object = { tool: "1.0.0" }, ...given: string[]) {
    const below = given.find((word) => !word.includes("/")) ?? "";
    const top = mkdtempSync(join(tmpdir(), "truckroll-install-"));
    onTestFinished(() => rmSync(top, { recursive: true }));
    const folder = join(top, below);
    if (below !== "") {
      // the project itself, which needs nothing
      mkdirSync(join(folder, "node_modules"), { recursive: true });
      mkdirSync(join(top, "node_modules"));
      writeFileSync(join(top, "package.json"), "{}");
      writeFileSync(join(top, "package-lock.json"), JSON.stringify({ packages: { "": {} } }));
      writeFileSync(join(top, "node_modules/.package-lock.json"), JSON.stringify({ packages: {} }));
    }
    const write = (path: string, content: object) => writeFileSync(join(folder, path), JSON.stringify(content));
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    write("package.json", { dependencies });
    write("package-lock.json", lockOf({ "node_modules/foreign": foreign }));
    if (installed) write("node_modules/.package-lock.json", { packages: installed });
    const npm = join(folder, "npm.mjs");
    writeFileSync(
      npm,
      'import { writeFileSync } from "node:fs"; writeFileSync("asked", process.argv.slice(2).join(" "));',
    );

    const env = { ...process.env, npm_node_execpath: process.execPath, npm_execpath: npm };
    const { status, stdout, stderr } = spawnSync(process.execPath, [STEP, ...given], {
      cwd: top,
      env,
      encoding: "utf8",
    });
    const asked = join(folder, "asked");
    return { status, stdout, stderr, npm: existsSync(asked) ? readFileSync(asked, "utf8") : undefined };
  }
  const ci = { status: 0, stdout: expect.stringContaining("Installing"), stderr: "", npm: "ci --loglevel=error" };

  it("is this step", () => {
    expect(manifest.scripts).toMatchObject({
      prestart: "node src/tools/ready.mjs check && node src/tools/install.mjs 1/5",
      pretest: "node src/tools/install.mjs test/integrator",
    });
  });

  it("leaves alone what is in step with the lock", () => {
    expect(install({ "node_modules/tool": tool })).toEqual({
      ...{ status: 0, stdout: "", stderr: "", npm: undefined },
    });
  });

  it.each<[string, object | undefined]>([
    ["nothing is installed", undefined],
    ["a package is missing", {}],
    ["a package has another version", { "node_modules/tool": { ...tool, version: "0.9.0" } }],
    ["a package is not in the lock", { "node_modules/tool": tool, "node_modules/stray": tool }],
    ["the packages are for another platform", { "node_modules/tool": tool, "node_modules/foreign": foreign }],
  ])("installs by npm ci, which never writes the lock, when %s", (_, installed) => {
    expect(install(installed)).toEqual(ci);
  });

  it("tells a first start what it does, and how much of it there is", () => {
    const { stdout } = install(undefined, { tool: "1.0.0" }, "1/5");
    expect(stdout).toBe("[1/5] Installing about 1 packages into node_modules, once; this takes a minute or two ...\n");
    expect(install({ "node_modules/tool": tool }, { tool: "1.0.0" }, "1/5").stdout).toBe(
      "[1/5] The packages are installed.\n",
    );
  });

  it("installs what a folder of its own asks for, where it is named", () => {
    expect(install({}, undefined, "tools")).toEqual(ci);
    expect(install({ "node_modules/tool": tool }, undefined, "tools").npm).toBeUndefined();
    expect(install({}, { tool: "1.1.0" }, "tools").stderr).toContain("Run npm install in tools");
  });

  it("says what to do when package.json was edited and the lock was not", () => {
    const { status, stderr, npm } = install({ "node_modules/tool": tool }, { tool: "1.1.0" });
    expect({ status, npm }).toEqual({ status: 1, npm: undefined });
    expect(stderr).toContain("Run npm install");
  });
});

describe("what keeps npm start from starting, found before anything is installed", () => {
  const READY = new URL("../src/tools/ready.mjs", import.meta.url).pathname;
  const check = (PORT: string) =>
    new Promise<{ status: number | null; stderr: string }>((resolve) => {
      execFile(process.execPath, [READY, "check"], { env: { ...process.env, PORT } }, (error, _, stderr) =>
        resolve({ status: typeof error?.code === "number" ? error.code : 0, stderr }),
      );
    });

  it("is a port that another program uses", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const taken = await check(String(port));
    await new Promise((resolve) => other.close(resolve));
    expect(taken).toEqual({ status: 1, stderr: expect.stringContaining(`Port ${port} is taken.`) });
    expect(await check(String(port))).toEqual({ status: 0, stderr: "" });
  });

  it.each(["http", "0", "80000", "1.5"])("is a port that cannot be: %s", async (port) => {
    expect(await check(port)).toEqual({ status: 1, stderr: expect.stringContaining(`PORT is "${port}"`) });
  });

  it("needs no package", () => {
    const imports = [READY, READY.replace("ready", "install")].flatMap((path) => [
      ...readFileSync(path, "utf8").matchAll(/ from "(.+)"/g),
    ]);
    expect(imports.map(([, name]) => name).filter((name) => !name?.startsWith("node:"))).toEqual([]);
  });
});
