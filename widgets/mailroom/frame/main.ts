/**
 * Runs inside the mail's frame: a page without origin, network or storage. It shows one mail at a time and tells its height.
 * The server has sanitised the HTML already; it is done again here, where the browser's own parser has the last word.
 */
import DOMPurify from 'dompurify';
import type { Picture, Show, Told } from './port.ts';
import { hello } from './port.ts';
import { foldQuote } from './quote.ts';

const mail = document.getElementById('mail')!;
let port: MessagePort | null = null;
const addresses = new Map<string, string>();
/** Pictures elsewhere, by what stands in their place until the reader asks for them. */
const away = new Map<ChildNode, HTMLImageElement>();

const forbidden =
  'form input button textarea select option iframe frame object embed script link meta base audio video source track svg math dialog';

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A') tameLink(node as HTMLAnchorElement);
  if (node.tagName === 'IMG') tamePicture(node as HTMLImageElement);
  node.removeAttribute('background');
  node.removeAttribute('srcset');
  node.removeAttribute('id');
});

// Where a link leads is said before it is followed; nothing of ours goes with the one who follows it.
function tameLink(link: HTMLAnchorElement): void {
  const href = link.getAttribute('href') ?? '';
  if (!/^(https?:|mailto:|tel:)/i.test(href)) {
    link.removeAttribute('href');
    return;
  }
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.title = href;
}

function tamePicture(picture: HTMLImageElement): void {
  // The server has taken the addresses of pictures elsewhere out of `src` already.
  const src = picture.getAttribute('src') ?? picture.getAttribute('data-remote-src') ?? '';
  picture.removeAttribute('data-remote-src');
  if (/^data:image\/(png|gif|jpe?g|webp|avif|bmp);/i.test(src)) return;
  picture.removeAttribute('src');
  if (src) picture.dataset.waits = src;
}

function show({ html, lang, title, quoted, look }: Show['show']): void {
  const clean = DOMPurify.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    FORCE_BODY: true,
    ALLOW_DATA_ATTR: false,
    ADD_ATTR: ['data-remote-src'],
    FORBID_TAGS: forbidden.split(' '),
    FORBID_ATTR: ['autofocus', 'ping', 'usemap'],
    // Plain values (widths, colours) pass too, as DOMPurify asks them the same question; links are tamed above.
    ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|cid|data):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
  });
  document.documentElement.lang = lang;
  document.title = title;
  const page = document.documentElement.style;
  page.colorScheme = look.dark ? 'dark' : 'light';
  page.setProperty('--link', look.link);
  // A mail that brings its own colours was drawn for paper; one that brings none takes ours.
  const coloured = /(?:\b(?:bgcolor|color|text)\s*=|(?:^|[;"'{\s])(?:background|color)(?:-color)?\s*:)/i.test(
    html,
  );
  document.body.className = look.dark && coloured ? 'paper' : '';
  document.body.style.color = document.body.className ? '' : look.text;
  document.body.style.fontFamily = look.font;
  away.clear();
  mail.replaceChildren(clean);
  foldQuote(mail, quoted);
  askForPictures();
  takeAway();
  measure();
}

function askForPictures(): void {
  const names = [...mail.querySelectorAll<HTMLImageElement>('img[data-waits]')].map(
    (img) => img.dataset.waits!,
  );
  const own = names.filter((name) => name.startsWith('cid:'));
  const elsewhere = names.filter((name) => /^https?:/i.test(name));
  tell({ wants: [...new Set(own)], blocked: [...new Set(elsewhere)] });
}

// A picture without its bytes is a broken box as large as its mail wants it: its words alone stand there, and nothing where it has none.
function takeAway(): void {
  for (const picture of mail.querySelectorAll<HTMLImageElement>(
    'img[data-waits]:not([data-waits^="cid:"])',
  )) {
    const words = picture.alt.trim();
    const dot = ['width', 'height'].some((side) => Number(picture.getAttribute(side) ?? 16) < 3);
    const place = words === '' || dot ? document.createComment('') : wordsOf(words);
    away.set(place, picture);
    picture.replaceWith(place);
  }
}

function wordsOf(alt: string): HTMLElement {
  const place = document.createElement('span');
  place.className = 'lobi-away';
  place.setAttribute('role', 'img');
  place.setAttribute('aria-label', alt);
  place.title = alt;
  place.textContent = alt;
  return place;
}

function put({ src, bytes }: Picture['picture']): void {
  const address = addresses.get(src) ?? URL.createObjectURL(bytes);
  addresses.set(src, address);
  for (const [place, picture] of away) {
    if (picture.dataset.waits !== src) continue;
    place.replaceWith(picture);
    away.delete(place);
  }
  for (const picture of mail.querySelectorAll<HTMLImageElement>('img[data-waits]')) {
    if (picture.dataset.waits !== src) continue;
    picture.src = address;
    delete picture.dataset.waits;
  }
}

function tell(told: Told): void {
  port?.postMessage(told);
}

function measure(): void {
  const { paddingTop, paddingBottom } = getComputedStyle(document.body);
  tell({
    height: Math.ceil(mail.scrollHeight + Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom)),
  });
}

addEventListener('message', (event) => {
  if (event.source !== parent || port || !event.ports[0]) return;
  port = event.ports[0];
  port.addEventListener('message', ({ data }: MessageEvent<Partial<Show & Picture>>) => {
    if (data.show) show(data.show);
    if (data.picture) put(data.picture);
  });
  port.start();
  new ResizeObserver(measure).observe(mail);
});

addEventListener('keydown', (event) => {
  const plain =
    !event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1 && event.key !== ' ';
  if (plain || event.key === 'Escape') tell({ key: event.key });
});

parent.postMessage(hello, '*');
