import { Reply } from '#kernel/http/route.ts';
import { say } from '#kernel/i18n.ts';
import { escaped } from '#platform/messages/composing/body.ts';
import { setting } from '#platform/settings/api.ts';
import type { Leaving } from './unsubscribe.ts';

/** The page on which somebody asks to be left alone: one button, no script, in the language they were written to. */

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f6f7f7;color:#1b2426}main{max-width:30rem;margin:12vh auto;padding:2rem;background:#fff;border:1px solid #d8dedf;border-radius:6px}h1{font-size:1.25rem;margin:0 0 .75rem}p{margin:.5rem 0}button{font:inherit;margin-top:1rem;padding:.6rem 1.25rem;border:0;border-radius:6px;background:#0b6b6b;color:#fff;cursor:pointer}button:focus-visible{outline:3px solid #0b6b6b;outline-offset:2px}@media(prefers-color-scheme:dark){body{background:#14191a;color:#e8eded}main{background:#1c2324;border-color:#333d3f}button{background:#3fb3ad;color:#0d1414}}`;

const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

export function leavePage(leaving: Leaving | undefined, what: 'ask' | 'done'): Reply {
  const language = leaving?.language ?? setting('language');
  const company = setting('company');
  const text = (key: string) =>
    escaped(say(language, `letters.leave.${key}`, { company, address: leaving?.address ?? '' }));
  const body =
    leaving === undefined
      ? `<h1>${text('unknownTitle')}</h1><p>${text('unknown')}</p>`
      : what === 'done'
        ? `<h1>${text('doneTitle')}</h1><p>${text('done')}</p>`
        : `<h1>${text('askTitle')}</h1><p>${text('ask')}</p><form method="post"><button>${text('button')}</button></form>`;
  const page = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(company)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
  return new Reply(page, HEADERS, leaving === undefined ? 404 : 200);
}
