import sanitizeHtml from 'sanitize-html';
import { ATTRIBUTES, LINK_SCHEMES, SILENT, STYLES, TAGS } from '#platform/messages/mail-html.ts';

/**
 * HTML of a stranger's mail, made safe to keep: only tags, attributes and styles that are known, no address that loads anything.
 * It is contained once more where it is shown (a frame without origin); this is the first of two walls.
 *
 * Pictures of the web stay away until the reader asks: their address rests in `data-remote-src`. Pictures inside the mail keep
 * their `cid:` address, which no browser loads by itself. Relative addresses would hit the page's own origin and are dropped.
 */

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
    allowedTags: [...TAGS],
    nonTextTags: [...SILENT],
    allowedAttributes: {
      ...ATTRIBUTES,
      // An address to cite is of no use to a reader, and leads out.
      blockquote: ['type'],
      a: ['href', 'target', 'rel'],
      img: ['src', 'alt', 'width', 'height', 'data-remote-src'],
    },
    allowedClasses: { '*': QUOTE_CLASSES },
    allowedStyles: { '*': STYLES },
    allowedSchemes: [...LINK_SCHEMES],
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
