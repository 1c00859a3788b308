// Runs before anything is installed, under whatever Node the user has: plain JavaScript, and no packages.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

const INSTALLED = "node_modules/.package-lock.json"; // npm's own note of what its last install left there

/** npm itself says nothing until it has ended. */
const TELL_EVERY_MS = 10_000;

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const fits = (allowed, own) => !allowed || allowed.includes(own);

/** Whether the lock asks for what package.json asks for. */
const isCurrent = (root, asked) =>
  ["dependencies", "devDependencies"].every((kind) => isDeepStrictEqual(root[kind], asked[kind]));

/** Whether node_modules holds the packages of the lock, for this platform. Those of other platforms are optional and absent. */
function isInstalled(folder, locked) {
  const note = join(folder, INSTALLED);
  if (!existsSync(note)) return false;
  const installed = readJson(note).packages;
  const isHere = ([path, { optional }]) => optional || installed[path];
  const isRight = ([path, { version, os, cpu }]) =>
    version === locked[path]?.version && fits(os, process.platform) && fits(cpu, process.arch);
  return Object.entries(locked).every(isHere) && Object.entries(installed).every(isRight);
}

const IS_STEP = /^\d+\/\d+$/;
const given = process.argv.slice(2);
/** What the packages are the first step of: `[1/5] ` of `npm start`. */
const step = given.filter((word) => IS_STEP.test(word)).map((word) => `[${word}] `)[0] ?? "";

/** Brings a folder's packages to what its lock asks for. Answers the exit code. */
async function install(folder) {
  const { "": root, ...locked } = readJson(join(folder, "package-lock.json")).packages;
  const place = folder === "." ? "" : ` in ${folder}`;
  if (!isCurrent(root, readJson(join(folder, "package.json")))) {
    console.error(
      `package.json and package-lock.json${place} ask for different packages. Run npm install${place}, then commit both.`,
    );
    return 1;
  }
  if (isInstalled(folder, locked)) {
    if (step) console.log(`${step}The packages are installed.`);
    return 0;
  }
  const began = Date.now();
  const n = Object.values(locked).filter(({ os, cpu }) => fits(os, process.platform) && fits(cpu, process.arch)).length;
  const target = join(folder, "node_modules");
  console.log(`${step}Installing about ${n} packages into ${target}, once; this takes a minute or two ...`);
  const ticking = setInterval(() => console.log(`      ${Math.round((Date.now() - began) / 1000)} s`), TELL_EVERY_MS);
  // the user's own Node and npm, which npm names to its scripts: `node` on the PATH may be the one in node_modules, which `npm ci` deletes
  const { npm_node_execpath: node, npm_execpath: npm } = process.env;
  // `npm install` would write the lock, and each npm in its own way; `npm ci` never does
  const [code] = await once(spawn(node, [npm, "ci", "--loglevel=error"], { cwd: folder, stdio: "inherit" }), "close");
  clearInterval(ticking);
  return code ?? 1;
}

// the project's own packages, then those of the folders that are named
for (const folder of [".", ...given.filter((word) => !IS_STEP.test(word))]) process.exitCode ||= await install(folder);
