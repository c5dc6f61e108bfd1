// Cuts the text of a mail into what is shown: paragraphs and quotations, with links found in them.

export type Piece = { text: string } | { href: string };
export interface Block {
  quoted: boolean;
  pieces: Piece[];
}

/** Lines that begin with `>` are what someone else wrote before (RFC 3676 section 4.5). */
export function blocks(text: string): Block[] {
  const made: { quoted: boolean; lines: string[] }[] = [];
  for (const line of text.replaceAll('\r\n', '\n').trimEnd().split('\n')) {
    const quoted = line.startsWith('>');
    const plain = quoted ? line.replace(/^(> ?)/, '') : line;
    const last = made.at(-1);
    if (last?.quoted === quoted) last.lines.push(plain);
    else made.push({ quoted, lines: [plain] });
  }
  return made
    .map(({ quoted, lines }) => ({ quoted, text: lines.join('\n').replace(/^\n+|\n+$/g, '') }))
    .filter((block) => block.text !== '')
    .map((block) => ({ quoted: block.quoted, pieces: linkified(block.text) }));
}

/** Only http and https become links: a mail must not be able to start anything else. */
export function linkified(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]+/gi)) {
    const href = withoutTail(match[0]);
    if (!URL.canParse(href)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ href });
    from = match.index + href.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** What ends a sentence, or closes a bracket that was opened before the link, is not part of it. */
function withoutTail(url: string): string {
  let end = url.length;
  for (;;) {
    const last = url[end - 1] ?? '';
    const bracket = { ')': '(', ']': '[' }[last];
    const unopened = bracket !== undefined && count(url.slice(0, end), bracket) < count(url.slice(0, end), last);
    if (!unopened && !/[.,;:!?'*_]/.test(last)) return url.slice(0, end);
    end -= 1;
  }
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
