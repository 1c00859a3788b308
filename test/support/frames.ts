// The little of RFC 6455 that a test needs. Node's own client tells of a close only when the connection has ended, and workerd on a developer's
// machine ends that of a hibernatable socket no earlier than when its object leaves the memory.

const TEXT = 1;
const CLOSE = 8;

/** A client's frame: short, and masked by zeros. */
export function frameOf(text: string, opcode = TEXT): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new Error("A test sends no long frames.");
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

/** Cuts a server's bytes into frames. */
export function frameReader(onText: (text: string) => void, onClose: (code: number) => void) {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk: Buffer): void => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2) {
      const [opcode, short] = [(rest[0] ?? 0) & 15, (rest[1] ?? 0) & 127];
      const head = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (rest.length < head) return;
      const length = short === 127 ? Number(rest.readBigUInt64BE(2)) : short === 126 ? rest.readUInt16BE(2) : short;
      if (rest.length < head + length) return;
      const payload = rest.subarray(head, head + length);
      rest = rest.subarray(head + length);
      if (opcode === TEXT) onText(payload.toString());
      if (opcode === CLOSE) onClose(length >= 2 ? payload.readUInt16BE(0) : 1005);
    }
  };
}
