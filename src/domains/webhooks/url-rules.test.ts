import { describe, expect, it } from "vitest";
import { type UrlPolicy, urlPolicy, urlProblem } from "./url-rules.ts";

const production: UrlPolicy = { allowLoopback: false, ownHost: "api.truckroll.example" };
const development: UrlPolicy = { ...production, allowLoopback: true };

describe("a webhook may point to", () => {
  it.each([
    "https://example.com/hook",
    "https://example.com:8443/hook?a=b#c",
    "https://EXAMPLE.com./hook",
    "https://8.8.8.8/hook",
    "https://[2606:4700:4700::1111]/hook",
    "https://172.32.0.1/",
    "https://[2001:200::1]/",
    "https://[2a00:1450:4001::1]/",
    "https://[3fff:1000::1]/",
    "https://corp.example.com/",
    "https://myhome.example/",
    "https://100.128.0.1/",
  ])("%s", (url) => expect(urlProblem(url, production)).toBeUndefined());
});

describe("a webhook must not point to", () => {
  it.each([
    ["nothing", "hook", "must be a URL"],
    ["a file", "file:///etc/passwd", "must begin with https://"],
    ["plain http", "http://example.com/", "must begin with https://"],
    ["another port", "https://example.com:22/", "port 443 or 8443"],
    ["a URL with a password", "https://user:secret@example.com/", "user name or password"],
    ["a user name alone", "https://user@example.com/", "user name or password"],
    ["this API", "https://api.truckroll.example/api/v1/sales", "this API itself"],
    ["this API with a dot behind", "https://api.truckroll.example./", "this API itself"],
    ["an endless URL", `https://example.com/${"a".repeat(2048)}`, "at most 2048"],
  ])("%s", (_, url, problem) => expect(urlProblem(url, production)).toContain(problem));

  it.each([
    "https://localhost/",
    "https://localhost./",
    "https://api.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://router.home.arpa/",
    "https://intranet/",
    "https://localhost../",
    "https://localhost.localdomain/",
    "https://localhost6.localdomain6/",
    "https://localhost4/",
    "https://wiki.corp/",
    "https://nas.home/",
    "https://1.0.0.127.in-addr.arpa/",
    "https://0.0.0.0/",
    "https://10.1.2.3/",
    "https://100.64.0.1/",
    "https://127.0.0.1/",
    "https://127.9.9.9/",
    "https://169.254.169.254/latest/meta-data",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.0.0.8/",
    "https://192.0.2.1/",
    "https://192.88.99.1/",
    "https://192.168.1.1/",
    "https://198.18.0.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://2130706433/", // 127.0.0.1 as one number
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://[::]/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:8.8.8.8]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[100::1]/",
    "https://[2001:db8::1]/",
    "https://[2002:7f00:1::]/",
    "https://[3fff::1]/",
    "https://[fd00::1]/",
    "https://[2001::1]/",
    "https://[64:ff9b:1::1]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[1fff::1]/",
    "https://[4000::1]/",
    "https://[5f00::1]/",
    "https://[2001:1ff::1]/",
    "https://[2620:4f:8000::1]/",
    "https://[3fff:fff::1]/",
  ])("%s, which is private or reserved", (url) => expect(urlProblem(url, production)).toContain("public host"));
});

describe("a URL of this machine", () => {
  it.each(["http://127.0.0.1:4000/hook", "http://localhost:3000/", "https://localhost/", "http://[::1]:9999/"])(
    "%s passes in development by the variable, and nowhere else",
    (url) => {
      expect(urlProblem(url, development)).toBeUndefined();
      expect(urlProblem(url, production)).toBeDefined();
    },
  );

  it("does not open the rest of the private networks", () => {
    expect(urlProblem("http://10.0.0.1:4000/", development)).toBeDefined();
    expect(urlProblem("http://169.254.169.254/", development)).toBeDefined();
  });

  it("is refused outside development even with the variable", () => {
    const env = { PUBLIC_URL: "https://api.truckroll.example", WEBHOOK_ALLOW_LOOPBACK: "true" };
    for (const ENVIRONMENT of ["production", "Development", "staging", ""])
      expect(urlPolicy({ ...env, ENVIRONMENT })).toEqual(production);
    expect(urlPolicy({ ...env, ENVIRONMENT: "development" })).toEqual(development);
    expect(urlPolicy({ ...env, ENVIRONMENT: "development", WEBHOOK_ALLOW_LOOPBACK: "" })).toEqual(production);
  });
});
