import sanitizeHtml from 'sanitize-html';

/**
 * HTML of a stranger's mail, made safe to keep: only tags, attributes and styles that are known, no address that loads anything.
 * It is contained once more where it is shown (a frame without origin); this is the first of two walls.
 *
 * Pictures of the web stay away until the reader asks: their address rests in `data-remote-src`. Pictures inside the mail keep
 * their `cid:` address, which no browser loads by itself. Relative addresses would hit the page's own origin and are dropped.
 */

const TAGS = [
  ...[
    'p',
    'div',
    'span',
    'br',
    'hr',
    'blockquote',
    'pre',
    'code',
    'address',
    'article',
    'section',
    'header',
    'footer',
    'main',
    'figure',
    'figcaption',
  ],
  ...[
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'ul',
    'ol',
    'li',
    'dl',
    'dt',
    'dd',
    'center',
    'font',
    'big',
    'small',
    'wbr',
    'bdi',
    'bdo',
  ],
  ...[
    'a',
    'b',
    'strong',
    'i',
    'em',
    'u',
    's',
    'strike',
    'del',
    'ins',
    'sub',
    'sup',
    'mark',
    'tt',
    'kbd',
    'samp',
    'q',
    'cite',
    'abbr',
    'time',
    'img',
  ],
  ...['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption', 'col', 'colgroup'],
];

/** Elements whose content says nothing to people. */
const SILENT = [
  'script',
  'style',
  'title',
  'textarea',
  'option',
  'select',
  'noscript',
  'iframe',
  'object',
  'embed',
  'svg',
  'math',
  'template',
  'head',
  'xml',
];

const SIZE =
  /^-?[\d.]{1,8}(px|pt|em|rem|ex|ch|%|in|cm|mm)?( -?[\d.]{1,8}(px|pt|em|rem|ex|ch|%|in|cm|mm)?){0,3}$|^auto$/i;
const POSITIVE = /^[\d.]{1,8}(px|pt|em|rem|ex|ch|%|in|cm|mm)?$|^auto$/i;
const WORD = /^[a-z-]{1,24}( [a-z-]{1,24})?$/i;
const COLOUR = /^(#[0-9a-f]{3,8}|(rgb|hsl)a?\([\d.,%/ deg]{1,40}\)|[a-z]{3,24})$/i;
const LINE =
  /^((thin|medium|thick|none|hidden|dotted|dashed|solid|double|groove|ridge|inset|outset|[\d.]{1,6}(px|pt|em)?|#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d.,% ]{1,30}\))( |$)){1,3}$/i;

const SIDES = ['top', 'right', 'bottom', 'left'];
const sides = (name: string, value: RegExp[]): Record<string, RegExp[]> =>
  Object.fromEntries([name, ...SIDES.map((side) => `${name}-${side}`)].map((each) => [each, value]));

/** Nothing that can leave its place (position, negative margins), cover others, or name an address (url, image-set, var). */
const STYLES: Record<string, RegExp[]> = {
  color: [COLOUR],
  'background-color': [COLOUR],
  background: [COLOUR],
  'text-align': [WORD],
  'text-decoration': [WORD],
  'text-transform': [WORD],
  'text-indent': [POSITIVE],
  'vertical-align': [WORD, POSITIVE],
  'font-weight': [/^(\d{3}|[a-z]{4,8})$/i],
  'font-style': [WORD],
  'font-variant': [WORD],
  'font-size': [POSITIVE, WORD],
  'font-family': [/^[\p{L}\d ,'"-]{1,300}$/u],
  'line-height': [POSITIVE, WORD],
  'letter-spacing': [SIZE, WORD],
  'white-space': [WORD],
  'word-break': [WORD],
  'overflow-wrap': [WORD],
  'list-style-type': [WORD],
  'list-style': [WORD],
  'border-collapse': [WORD],
  'border-spacing': [SIZE],
  'border-radius': [SIZE],
  'border-color': [COLOUR],
  'border-style': [WORD],
  'border-width': [SIZE, WORD],
  'table-layout': [WORD],
  display: [/^(block|inline|inline-block|table|table-row|table-cell|none|flex|inline-flex|list-item)$/i],
  float: [/^(left|right|none)$/i],
  clear: [WORD],
  direction: [WORD],
  width: [POSITIVE],
  'max-width': [POSITIVE, WORD],
  'min-width': [POSITIVE],
  height: [POSITIVE],
  'max-height': [POSITIVE, WORD],
  'min-height': [POSITIVE],
  ...sides('margin', [
    /^[\d.]{1,8}(px|pt|em|rem|%)?( [\d.]{1,8}(px|pt|em|rem|%)?| auto){0,3}$|^auto( auto)?$/i,
  ]),
  ...sides('padding', [SIZE]),
  ...sides('border', [LINE]),
};

/** Classes by which mail programs mark what they quote; all others mean nothing here. */
const QUOTE_CLASSES = [
  'gmail_quote',
  'gmail_quote_container',
  'yahoo_quoted',
  'moz-cite-prefix',
  'protonmail_quote',
  'lobi-quote',
];
/** Ids with the same meaning; ids themselves are not kept. From there on everything is quoted. */
const QUOTE_IDS =
  /^(x_)*(appendonsend|divRplyFwdMsg|reply-intro|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container)$/i;

const INLINE_PICTURE = /^data:image\/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/=\s]+$/i;
/** Pictures written into the HTML itself, in letters. */
const LONGEST_PICTURE = 500_000;

export interface SafeHtml {
  html: string;
  /** Content-IDs that its pictures name, without `cid:`. */
  contentIds: string[];
  /** Pictures of the web that were held back. */
  remote: number;
}

/** Cuts HTML down to what is safe. Depth is bounded; length is the caller's to bound. */
export function safeHtml(html: string): SafeHtml {
  const contentIds = new Set<string>();
  let remote = 0;
  const safe = sanitizeHtml(html, {
    allowedTags: TAGS,
    nonTextTags: SILENT,
    allowedAttributes: {
      '*': ['style', 'align', 'valign', 'dir', 'lang', 'title', 'class', 'bgcolor'],
      a: ['href', 'target', 'rel'],
      img: ['src', 'alt', 'width', 'height', 'data-remote-src'],
      table: ['width', 'height', 'border', 'cellpadding', 'cellspacing'],
      tr: ['height'],
      td: ['width', 'height', 'colspan', 'rowspan', 'nowrap'],
      th: ['width', 'height', 'colspan', 'rowspan', 'nowrap', 'scope'],
      col: ['width', 'span'],
      colgroup: ['width', 'span'],
      font: ['color', 'face', 'size'],
      blockquote: ['type'],
      ol: ['start', 'type'],
      ul: ['type'],
      hr: ['size', 'width', 'noshade', 'color'],
      time: ['datetime'],
    },
    allowedClasses: { '*': QUOTE_CLASSES },
    allowedStyles: { '*': STYLES },
    allowedSchemes: ['https', 'http', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid', 'data'] },
    allowProtocolRelative: false,
    parseStyleAttributes: true,
    nestingLimit: 150,
    transformTags: {
      '*': (tagName, attribs) => ({ tagName, attribs: quoteMarked(attribs) }),
      a: (tagName, attribs) => ({ tagName, attribs: link(quoteMarked(attribs)) }),
      img: (tagName, { src = '', srcset: _srcset, ...others }) => {
        const picture = pictureOf(src.trim());
        if (picture === undefined) return { tagName, attribs: others };
        if ('data-remote-src' in picture) remote++;
        else if (picture.src.startsWith('cid:')) contentIds.add(picture.src.slice(4));
        return { tagName, attribs: { ...others, ...picture } };
      },
    },
    exclusiveFilter: (frame) =>
      frame.tag === 'img' &&
      frame.attribs.src === undefined &&
      frame.attribs['data-remote-src'] === undefined &&
      !frame.attribs.alt,
  });
  return { html: safe, contentIds: [...contentIds], remote };
}

function quoteMarked(attribs: Record<string, string>): Record<string, string> {
  if (attribs.id === undefined || !QUOTE_IDS.test(attribs.id)) return attribs;
  return { ...attribs, class: 'moz-cite-prefix' };
}

/** Links leave Lobi behind: a window of its own that knows nothing of where it came from. */
function link(attribs: Record<string, string>): Record<string, string> {
  const href = (attribs.href ?? '').trim();
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(href)) {
    const { href: _href, ...rest } = attribs;
    return rest;
  }
  return { ...attribs, href, target: '_blank', rel: 'noopener noreferrer nofollow' };
}

function pictureOf(src: string): { src: string } | { 'data-remote-src': string } | undefined {
  if (/^cid:/i.test(src)) return { src: `cid:${contentIdOf(src.slice(4))}` };
  if (src.length < LONGEST_PICTURE && INLINE_PICTURE.test(src)) return { src };
  if (/^https?:\/\/[^\s]/i.test(src) && src.length < 4000 && URL.canParse(src))
    return { 'data-remote-src': src };
  return undefined;
}

/** A Content-ID as parts carry it: some programs write it encoded. */
function contentIdOf(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
