import { fold } from '#kernel/text/fold.ts';

/**
 * Finds where a mail stops being written and begins to quote. Mail programs put a line above what they quote, each in its own
 * words; the words here are Turkish, Polish and English first, then those of the neighbours. Text is compared folded.
 */

/** `… yazdı:`, `… napisał(a):`, `… wrote:`: verbs of the line above a quote. */
const WROTE =
  /(?:^|[^\p{L}])(?:wrote|writes|yazdi|yazmis|sunlari yazdi|pisze|napisal|napisala|napisane|napisana|schrieb|escribio|a ecrit|ha scritto|skrev|schreef|escreveu|写道|написал)(?:\(a\))?(?=[^\p{L}]|$)/u;
/** A clock time, a year, or a day with a point: without one of them a sentence that ends with `wrote:` is only a sentence. */
const DATED = /\d{1,2}[:.∶]\d{2}|\b(?:19|20)\d{2}\b|\d{4}年/;

/** `-----Original Message-----` and its kin. */
const ORIGINAL =
  /(?:original message|forwarded message|begin forwarded|orijinal ileti|orijinal mesaj|ozgun ileti|asil ileti|iletilen ileti|yonlendirilmis ileti|yonlendirilen ileti|iletilen mesaj|oryginalna wiadomosc|wiadomosc oryginalna|oryginalnej wiadomosci|wiadomosc przekazana|przekazana wiadomosc|mensaje original|ursprungliche nachricht|weitergeleitete nachricht|message d'origine|message transfere|messaggio originale|mensagem original)/;

/** Names of header lines that are repeated above a quote. */
const NAMES =
  /^(?:from|sent|date|to|cc|subject|reply-to|gonderen|kimden|gonderilme|gonderilme tarihi|gonderildi|tarih|kime|bilgi|konu|od|nadawca|wyslano|data|do|adresat|odbiorca|dw|temat|von|gesendet|datum|an|betreff|de|envoye|enviado|a|para|objet|asunto|assunto|da|inviato|oggetto)\s*:/;
const FROM = /^(?:from|gonderen|kimden|od|nadawca|von|de|da)\s*:/;

/** What telephones add below the words. */
const DEVICE =
  /^(?:sent from my|sent from mail for|get outlook for|wyslane z|wyslano z|pobierz program outlook|iphone'umdan|iphone.{0,12}gonderildi|ipad.{0,12}gonderildi|android.{0,30}gonderildi|.{0,30}telefonumdan gonderildi|outlook for .{0,10}'?[iu] edinin|von meinem)/;
const RULE = /^[-_=*\s]{5,}$/;

/** Longest text that is looked at; what follows is surely not written above a quote. */
const LONGEST = 200_000;

/** A line of the text; its folded words are made when somebody looks at them, since few lines can begin a quote. */
class Line {
  /** Where it begins in the text. */
  readonly at: number;
  readonly #raw: string;
  #words: string | undefined;
  constructor(raw: string, at: number) {
    this.#raw = raw;
    this.at = at;
  }
  /** Folded, without spaces at the ends; spaces of any kind are plain ones. */
  get words(): string {
    this.#words ??= fold(this.#raw.slice(0, 400)).replace(/\s+/g, ' ').trim();
    return this.#words;
  }
  get blank(): boolean {
    return !/\S/.test(this.#raw);
  }
  /** Begins with a sign of quoting, has the colon of a header near its beginning, or ends as the line above a quote ends. */
  get maybe(): boolean {
    return /^\s*[-_=*>]{1,2}|^[^:]{1,30}:/.test(this.#raw) || /[:：-]$/.test(this.#raw.trimEnd());
  }
}

/** Where the quoted part of a text begins, as an index into it; null where nothing is quoted, or nothing else is there. */
export function quoteStart(text: string): number | null {
  const lines = linesOf(text);
  const found = lines.findIndex((_, at) => beginsQuote(lines, at));
  if (found === -1) return null;
  const first = backOverDevice(lines, found);
  const start = lines[first]?.at ?? 0;
  return text.slice(0, start).trim() === '' ? null : start;
}

/** The words above quote and signature: what lists show of a mail. `start` is where the quote begins. */
export function writtenPart(text: string, start = quoteStart(text)): string {
  const written = start === null ? text : text.slice(0, start);
  const signature = /(?:^|\n)-- ?\r?(?=\n|$)/.exec(written)?.index ?? -1;
  const cut = signature > 0 ? written.slice(0, signature) : written;
  return (cut.trim() === '' ? written : cut).trim();
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let at = 0;
  for (const line of text.slice(0, LONGEST).split('\n')) {
    lines.push(new Line(line, at));
    at += line.length + 1;
  }
  return lines;
}

function beginsQuote(lines: readonly Line[], at: number): boolean {
  const line = lines[at] as Line;
  if (line.blank) return false;
  if (isAttribution(lines, at)) return true;
  return line.maybe && (isSeparator(line.words) || isHeaderBlock(lines, at) || isLastQuote(lines, at));
}

function isSeparator(words: string): boolean {
  return words.length < 120 && /^[-_=*>]{2,}/.test(words) && ORIGINAL.test(words);
}

/** One line, or a line broken into two or three below an empty one. */
function isAttribution(lines: readonly Line[], at: number): boolean {
  const most = at === 0 || lines[at - 1]?.blank ? 3 : 1;
  let joined = '';
  for (let next = at; next < at + most; next++) {
    const line = lines[next];
    if (line === undefined || line.blank) return false;
    if (next === at && most > 1 && !lines.slice(at, at + most).some((each) => each.maybe)) return false;
    if (most === 1 && !line.maybe) return false;
    // A broken one begins with its moment or its address; anything else is the end of what was written.
    if (next === at + 1 && !DATED.test(joined) && !joined.includes('@')) return false;
    joined = `${joined} ${line.words}`.trim();
    if (joined.length > 400) return false;
    if (isAttributionText(joined)) return true;
  }
  return false;
}

function isAttributionText(words: string): boolean {
  const plain = words.replace(/^[->*\s]+/, '');
  if (!DATED.test(plain) || !WROTE.test(plain)) return false;
  return /[:：]$/.test(plain) || /wrote\s*-{2,}$/.test(plain);
}

/** From, Sent, To, Subject in some order, three of them in a row. */
function isHeaderBlock(lines: readonly Line[], at: number): boolean {
  const names: string[] = [];
  for (let next = at; next < at + 8 && names.length < 6; next++) {
    const words = (lines[next]?.words ?? '').replace(/^[>*\s]+/, '').replaceAll('*', '');
    if (!NAMES.test(words)) {
      // A long list of addressees runs over several lines.
      if (next > at && words !== '' && /[@;<]/.test(words)) continue;
      break;
    }
    names.push(words);
  }
  return names.length >= 3 && names.some((words) => FROM.test(words));
}

/** Lines with `>` down to the end. Quotes that are answered one by one stay where they are. */
function isLastQuote(lines: readonly Line[], at: number): boolean {
  if (!lines[at]?.words.startsWith('>') || lines[at - 1]?.words.startsWith('>')) return false;
  return lines.slice(at).every((line) => line.blank || line.words.startsWith('>'));
}

function backOverDevice(lines: readonly Line[], found: number): number {
  let first = found;
  for (let at = found - 1; at >= 0; at--) {
    const words = lines[at]?.words ?? '';
    if (words !== '' && !RULE.test(words) && !DEVICE.test(words)) break;
    if (words !== '') first = at;
  }
  return first;
}
