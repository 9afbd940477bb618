/**
 * Mail as text. Reading: paragraphs, links that can be followed, and the quoted rest apart. Writing: what people type in any
 * mail program (**bold**, lists with "- ", links in brackets) becomes simple HTML beside the text.
 */

// Lines are compared in lower case, with İ and I as i: the flag /i knows neither.
const attribution = [
  /^-{2,}\s*(original message|forwarded message|orijinal ileti|özgün ileti|asil ileti|asıl ileti|iletilen ileti|wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana).*$/,
  /^(on|w dniu|dnia)\b.{0,200}(wrote|napisał\(?a?\)?|pisze)\s*:?\s*$/,
  /^.{0,200}(tarihinde|şunu yazdı|yazdı)\s*:?\s*$/,
];
const header = /^(from|gönderen|kimden|od|nadawca)\s*:.+/;
const sent = /^(sent|date|gönderildi|gönderme tarihi|tarih|wysłano|data)\s*:.+/;

function plainLine(line: string | undefined): string {
  return (line ?? '').replace(/[İI]/g, 'i').toLowerCase().trim();
}

/** What was written, and what is only quoted below it. A text that is nothing but a quote is all written. */
export function splitQuote(text: string): { written: string; quoted: string } {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const at = lines.findIndex((_, line) => quoteBegins(lines, line));
  const written = at < 0 ? text : lines.slice(0, at).join('\n');
  if (at < 0 || written.trim() === '') return { written: text, quoted: '' };
  return { written: written.trimEnd(), quoted: lines.slice(at).join('\n') };
}

function quoteBegins(lines: string[], at: number): boolean {
  const line = plainLine(lines[at]);
  if (attribution.some((mark) => mark.test(line))) return true;
  if (header.test(line) && lines.slice(at + 1, at + 4).some((next) => sent.test(plainLine(next))))
    return true;
  // A block of ">" to the end; quotes that are answered one by one stay open.
  return (
    line.startsWith('>') &&
    lines.slice(at).every((rest) => rest.trim() === '' || rest.trimStart().startsWith('>'))
  );
}

export type Run = { text: string } | { link: string; text: string };

const linkPattern =
  /\b(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]'’”]|www\.[^\s<>"]+[^\s<>".,;:!?)\]'’”]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/gi;

/** The text with its addresses as links. */
export function linked(text: string): Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (const found of text.matchAll(linkPattern)) {
    if (found.index > end) runs.push({ text: text.slice(end, found.index) });
    const word = found[0];
    const link = /^www\./i.test(word) ? `https://${word}` : word.includes('://') ? word : `mailto:${word}`;
    runs.push({ link, text: word });
    end = found.index + word.length;
  }
  if (end < text.length) runs.push({ text: text.slice(end) });
  return runs;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => escapes[sign]!);
}

/** The HTML beside a text: paragraphs, lists, bold, links. Everything else stands as it was typed. */
export function formatted(text: string): string {
  const blocks = text
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n{2,}/);
  return blocks
    .filter((block) => block.trim() !== '')
    .map(blockOf)
    .join('\n');
}

function blockOf(block: string): string {
  const lines = block.split('\n');
  const made: string[] = [];
  let items: string[] = [];
  let words: string[] = [];
  const endItems = () => {
    if (items.length > 0) made.push(`<ul>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`);
    items = [];
  };
  const endWords = () => {
    if (words.length > 0) made.push(`<p>${words.map(inline).join('<br>')}</p>`);
    words = [];
  };
  for (const line of lines) {
    const item = /^\s*[-*•]\s+(.*)$/.exec(line);
    if (item) {
      endWords();
      items.push(item[1]!);
    } else {
      endItems();
      words.push(line);
    }
  }
  endItems();
  endWords();
  return made.join('');
}

// [words](https://…) first, so that its address is not linked a second time.
function inline(text: string): string {
  const parts = text.split(/(\[[^\]\n]+\]\(https?:\/\/[^\s)]+\))/g);
  return parts
    .map((part) => {
      const named = /^\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)$/.exec(part);
      if (named) return `<a href="${escaped(named[2]!)}">${strong(escaped(named[1]!))}</a>`;
      return linked(part)
        .map((run) =>
          'link' in run
            ? `<a href="${escaped(run.link)}">${escaped(run.text)}</a>`
            : strong(escaped(run.text)),
        )
        .join('');
    })
    .join('');
}

function strong(html: string): string {
  return html.replace(/\*\*(?=\S)([^*]*[^*\s])\*\*/g, '<strong>$1</strong>');
}
