import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// What others make of our PDFs: the tools of Poppler and qpdf, where they are installed.

const TOOLS = { pdftotext: "-v", pdftoppm: "-v", qpdf: "--version" };
type Tool = keyof typeof TOOLS;

const missing = (Object.keys(TOOLS) as Tool[]).filter((tool) => {
  try {
    execFileSync(tool, [TOOLS[tool]], { stdio: "ignore" });
    return false;
  } catch {
    return true;
  }
});

/** Undefined where all tools are there; else why the tests that need them are skipped. */
export const noPdfTools = missing.length > 0 ? `there is no ${missing.join(", no ")}` : undefined;
if (noPdfTools) console.warn(`The tests that read PDFs are skipped: ${noPdfTools}. Debian: poppler-utils, qpdf.`);

function inFolder<R>(pdf: Uint8Array, work: (path: string, folder: string) => R): R {
  const folder = mkdtempSync(join(tmpdir(), "truckroll-pdf-"));
  try {
    const path = join(folder, "file.pdf");
    writeFileSync(path, pdf);
    return work(path, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The text of each page as it stands there. */
export const pagesOf = (pdf: Uint8Array): string[] =>
  inFolder(pdf, (path) => execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" }))
    .split("\f")
    .slice(0, -1);

/** Fails when the file breaks the rules of PDF. */
export const check = (pdf: Uint8Array): string =>
  inFolder(pdf, (path) => execFileSync("qpdf", ["--check", path], { encoding: "utf8" }));

/** The first page as a picture (PPM, a byte a channel). */
export const pictureOf = (pdf: Uint8Array): Buffer =>
  inFolder(pdf, (path, folder) => {
    execFileSync("pdftoppm", ["-r", "50", "-singlefile", path, join(folder, "page")]);
    return readFileSync(join(folder, "page.ppm"));
  });
