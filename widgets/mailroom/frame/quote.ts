/** Finds what a mail quotes and folds it away. Mail programs mark their quotes each in their own way; what no mark shows stays open. */
const marks = [
  'blockquote[type="cite"]',
  '.gmail_quote',
  '.gmail_quote_container',
  '.yahoo_quoted',
  '.moz-cite-prefix',
  '.protonmail_quote',
  '#appendonsend',
  '#divRplyFwdMsg',
  '#reply-intro',
  '.lobi-quote',
].join(',');

/** Marks after which everything belongs to the quote (Outlook, Thunderbird). */
const fromHere = '#appendonsend, #divRplyFwdMsg, .moz-cite-prefix, #reply-intro';

/** Puts the first quote, and what follows it where that is quoted too, behind "…". A mail that is only a quote stays open. */
export function foldQuote(mail: HTMLElement, label: string): void {
  const first = mail.querySelector<HTMLElement>(marks) ?? outlookLine(mail);
  if (!first || !wordsBefore(first, mail)) return;
  const quoted: Node[] = [first];
  const all = first.matches(fromHere) || isOutlookLine(first);
  for (let next = first.nextSibling; next; next = next.nextSibling) {
    if (!all && !isBlank(next) && !(next instanceof Element && next.matches(marks))) break;
    quoted.push(next);
  }
  const details = document.createElement('details');
  details.className = 'lobi-quoted';
  const summary = document.createElement('summary');
  summary.textContent = '…';
  summary.setAttribute('aria-label', label);
  summary.title = label;
  details.append(summary);
  first.before(details);
  details.append(...quoted);
}

// Outlook for Windows: a block with only a line above, then "From: … Sent: …".
function outlookLine(mail: HTMLElement): HTMLElement | null {
  return [...mail.querySelectorAll<HTMLElement>('div[style*="border-top"]')].find(isOutlookLine) ?? null;
}

function isOutlookLine(element: HTMLElement): boolean {
  const style = element.getAttribute('style') ?? '';
  return /border-top:\s*solid/i.test(style) && /^\s*\S[^\n]{0,40}:/.test(element.textContent ?? '');
}

function wordsBefore(mark: HTMLElement, mail: HTMLElement): boolean {
  const range = document.createRange();
  range.setStart(mail, 0);
  range.setEndBefore(mark);
  return range.toString().trim() !== '' || range.cloneContents().querySelector('img') !== null;
}

function isBlank(node: Node): boolean {
  return (node.textContent ?? '').trim() === '' && !(node instanceof Element && node.querySelector('img'));
}
