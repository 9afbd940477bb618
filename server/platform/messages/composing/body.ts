import { convert } from 'html-to-text';
import sanitizeHtml from 'sanitize-html';
import { ATTRIBUTES, LINK_SCHEMES, SILENT, STYLES, TAGS } from '../mail-html.ts';

/**
 * Text and HTML of a mail that people write. HTML is cut down to what mail programs show and what can do no harm where it is
 * shown again: no scripts, forms, frames, nor anything that loads before somebody asks.
 */

/** A picture of the HTML as it was found there; gives the Content-ID to show instead, or null to leave it out. */
export type PictureSource = (src: string) => string | null;

/** HTML as it may go out and be shown. `picture` decides about pictures that are not addresses in the web. */
export function outgoingHtml(html: string, picture: PictureSource): string {
  return sanitizeHtml(html, {
    allowedTags: [...TAGS],
    nonTextTags: [...SILENT],
    allowedAttributes: { ...ATTRIBUTES, a: ['href', 'name'], img: ['src', 'alt', 'width', 'height'] },
    allowedClasses: { '*': ['lobi-quote', 'lobi-signature', 'gmail_quote', 'moz-cite-prefix'] },
    allowedStyles: { '*': STYLES },
    allowedSchemes: [...LINK_SCHEMES],
    allowedSchemesByTag: { img: ['https', 'http', 'cid'] },
    allowProtocolRelative: false,
    nestingLimit: 100,
    transformTags: {
      img: (tagName, attribs) => {
        const { src = '', ...others } = attribs;
        if (/^https?:\/\//i.test(src)) return { tagName, attribs };
        const contentId = picture(src);
        return { tagName, attribs: contentId === null ? others : { ...others, src: `cid:${contentId}` } };
      },
    },
    exclusiveFilter: (frame) => frame.tag === 'img' && frame.attribs.src === undefined,
  });
}

/** Text of an HTML body, for those who read without. */
export function textOf(html: string): string {
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: 5_000_000, maxDepth: 100 },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  });
}

/** HTML of a plain text: paragraphs, line ends, links. */
export function htmlOf(text: string): string {
  const paragraphs = text
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${linked(escaped(paragraph)).replaceAll('\n', '<br>\n')}</p>`);
  return `<div>${paragraphs.join('\n')}</div>`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The page around it: many programs guess the charset and the language without one. */
export function page(html: string, language: string): string {
  return `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"></head><body>\n${html}\n</body></html>\n`;
}

/** Addresses in an escaped text become links; what ends a sentence does not belong to them. */
function linked(text: string): string {
  return text.replace(
    /https?:\/\/[^\s<>]+?(?=[.,;:!?)]*(?:\s|&#|$))/g,
    (url) => `<a href="${url}">${url}</a>`,
  );
}
