import { expect, it } from "vitest";
import { readable } from "./runtime-lines.ts";

const DNS = [
  "\u001b[31m✘ \u001b[41;31m[\u001b[41;97mERROR\u001b[41;31m]\u001b[0m \u001b[1me = rust/worker/ffi.rs:104: failed: failed to lookup address information: Name or service not known\u001b[0m",
  "",
  "  stack: /x/bin/workerd@3d4d979 /x/bin/workerd@2b5edc0; sentryErrorContext = jsgInternalError; wdErrId = 1290525r",
  "",
  "",
  "\u001b[31m✘ \u001b[41;31m[\u001b[41;97mERROR\u001b[41;31m]\u001b[0m \u001b[1mSocket proxy disconnected abruptly; e = rust/worker/ffi.rs:113: failed: failed to lookup address information\u001b[0m",
  "",
  "  stack: /x/bin/workerd@3d4d979",
];

it("a webhook that reaches nobody takes one line of the console", () => {
  expect(DNS.flatMap((line) => readable(line) ?? [])).toEqual([
    "A request to another server failed: failed to lookup address information: Name or service not known",
  ]);
});

it("an error of our own is shown as it is", () => {
  const own = [
    "✘ [ERROR] Uncaught Error: broken",
    "    at handler (src/index.ts:3:9)",
    '{"level":"error","message":"unknown error"}',
  ];
  expect(own.map(readable)).toEqual(own);
});
