type PdfFile = { name: string; bytes: Uint8Array<ArrayBuffer> };
/** A PDF that a browser saves. `more`: headers of its own. */
export const pdfAnswer = ({ name, bytes }: PdfFile, more: Record<string, string> = {}): Response =>
  new Response(bytes, {
    headers: { "Content-Type": "application/pdf", "Content-Disposition": attachment(name), ...more },
  });

/**
 * The header of an answer that a browser saves as a file (RFC 6266): the name in ASCII, and where it has other letters once more as it is
 * (RFC 8187).
 */
export function attachment(name: string): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\w. -]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"${plain === name ? "" : `; filename*=UTF-8''${encoded}`}`;
}
