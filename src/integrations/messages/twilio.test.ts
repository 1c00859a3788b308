import { describe, expect, it } from "vitest";
import { isOfTwilio, readReport, readText, sendByTwilio } from "./index.ts";

describe("the signature of Twilio", () => {
  // the example of Twilio's documentation (docs/usage/security): token 12345
  const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
  const form = (caller: string) =>
    new URLSearchParams({
      CallSid: "CA1234567890ABCDE",
      Caller: caller,
      Digits: "1234",
      From: caller,
      To: "+18005551212",
    });

  it("is that of the address and the sorted parameters, as in Twilio's own examples", async () => {
    expect(await isOfTwilio("12345", url, form("+12349013030"), "0/KCTR6DLpKmkAf8muzZqo1nDgQ=")).toBe(true);
    expect(await isOfTwilio("12345", url, form("+14158675309"), "RSOYDt4T1cUTdK1PDd93/VVr8B8=")).toBe(true);
  });

  it("is refused with another token, address, parameter or text", async () => {
    const right = "0/KCTR6DLpKmkAf8muzZqo1nDgQ=";
    expect(await isOfTwilio("12346", url, form("+12349013030"), right)).toBe(false);
    expect(await isOfTwilio("12345", `${url}&x=1`, form("+12349013030"), right)).toBe(false);
    expect(await isOfTwilio("12345", url, form("+12349013031"), right)).toBe(false);
    for (const other of ["", "no base64!", "AAAA"])
      expect(await isOfTwilio("12345", url, form("+12349013030"), other)).toBe(false);
  });
});

it("a report tells what became of a text, and steps before the carrier tell nothing", () => {
  const told = (fields: Record<string, string>) => readReport(new URLSearchParams({ MessageSid: "SM1", ...fields }));
  expect(told({ MessageStatus: "queued" })).toBeUndefined();
  expect(told({ MessageStatus: "delivered" })).toEqual({ reference: "SM1", status: "delivered", error: null });
  expect(told({ MessageStatus: "undelivered", ErrorCode: "30003" })).toEqual({
    reference: "SM1",
    status: "failed",
    error: "30003",
  });
  expect(readReport(new URLSearchParams({ MessageStatus: "sent" }))).toBeUndefined();
});

it("a text that came in is read, and what is none is not", () => {
  const text = { MessageSid: "SM2", From: "+18135550142", To: "+18135550100", Body: "Stop", NumMedia: "0" };
  expect(readText(new URLSearchParams(text))).toMatchObject({ reference: "SM2", body: "Stop", isAnswered: false });
  expect(readText(new URLSearchParams({ ...text, OptOutType: "STOP" }))?.isAnswered).toBe(true);
  expect(readText(new URLSearchParams({ Body: "Stop" }))).toBeUndefined();
});

it("where no answer comes nobody knows whether the text was taken, so it is not tried again", async () => {
  const account = { account: "AC1", secret: "token", sender: "+18135550100" };
  const text = { id: "1", to: "+18135550142", from: account.sender, body: "Hello" };
  const result = await sendByTwilio({ TWILIO_API_URL: "http://127.0.0.1:9" }, account, text, "https://api.example/x");
  expect(result).toEqual({ kind: "unknown", error: "no_answer" });
});
