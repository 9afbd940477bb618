/**
 * The HTML of mail, coming and going: tags, attributes and styles that show words and do nothing else. What is not here is cut
 * away. Both ways share it, so that what was quoted looks as it did, and a new danger is met in one place.
 */

export const TAGS: readonly string[] = [
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
export const SILENT: readonly string[] = [
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
export const STYLES: Record<string, RegExp[]> = {
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

/** Attributes beside those of links and pictures, which mean something else in what comes and in what goes. */
export const ATTRIBUTES: Record<string, string[]> = {
  '*': ['style', 'align', 'valign', 'dir', 'lang', 'title', 'class', 'bgcolor'],
  table: ['width', 'height', 'border', 'cellpadding', 'cellspacing'],
  tr: ['height'],
  td: ['width', 'height', 'colspan', 'rowspan', 'nowrap'],
  th: ['width', 'height', 'colspan', 'rowspan', 'nowrap', 'scope'],
  col: ['width', 'span'],
  colgroup: ['width', 'span'],
  font: ['color', 'face', 'size'],
  blockquote: ['type', 'cite'],
  ol: ['start', 'type'],
  ul: ['type'],
  hr: ['size', 'width', 'noshade', 'color'],
  time: ['datetime'],
};

export const LINK_SCHEMES: readonly string[] = ['https', 'http', 'mailto', 'tel'];
