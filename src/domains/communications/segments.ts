import calculator from "sms-segments-calculator";

/** How many parts a text message goes out in, each of which is paid for, and in which alphabet: one letter outside GSM-7 makes all of it UCS-2. */
export function segmentsOf(text: string): { segments: number; encoding: "GSM-7" | "UCS-2"; characters: number } {
  const message = new calculator.SegmentedMessage(text);
  return {
    segments: message.segmentsCount,
    encoding: message.encodingName === "GSM-7" ? "GSM-7" : "UCS-2",
    characters: message.numberOfCharacters,
  };
}
