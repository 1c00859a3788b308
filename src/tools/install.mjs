// Runs before anything is installed, under whatever Node the user has: plain JavaScript, and no packages.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
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
function isInstalled(locked) {
  if (!existsSync(INSTALLED)) return false;
  const installed = readJson(INSTALLED).packages;
  const isHere = ([path, { optional }]) => optional || installed[path];
  const isRight = ([path, { version, os, cpu }]) =>
    version === locked[path]?.version && fits(os, process.platform) && fits(cpu, process.arch);
  return Object.entries(locked).every(isHere) && Object.entries(installed).every(isRight);
}

/** What the packages are the first step of: `[1/5] ` of `npm start`. */
const step = process.argv[2] ? `[${process.argv[2]}] ` : "";

const { "": root, ...locked } = readJson("package-lock.json").packages;
if (!isCurrent(root, readJson("package.json"))) {
  console.error("package.json and package-lock.json ask for different packages. Run npm install, then commit both.");
  process.exitCode = 1;
} else if (!isInstalled(locked)) {
  const began = Date.now();
  const n = Object.values(locked).filter(({ os, cpu }) => fits(os, process.platform) && fits(cpu, process.arch)).length;
  console.log(`${step}Installing about ${n} packages into node_modules, once; this takes a minute or two ...`);
  const ticking = setInterval(() => console.log(`      ${Math.round((Date.now() - began) / 1000)} s`), TELL_EVERY_MS);
  // the user's own Node and npm, which npm names to its scripts: `node` on the PATH may be the one in node_modules, which `npm ci` deletes
  const { npm_node_execpath: node, npm_execpath: npm } = process.env;
  // `npm install` would write the lock, and each npm in its own way; `npm ci` never does
  spawn(node, [npm, "ci", "--loglevel=error"], { stdio: "inherit" }).once("close", (code) => {
    clearInterval(ticking);
    process.exitCode = code ?? 1;
  });
} else if (step) console.log(`${step}The packages are installed.`);
