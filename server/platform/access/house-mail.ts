import { emit } from '#kernel/events.ts';
import { say } from '#kernel/i18n.ts';
import type { Language } from '#kernel/schema.ts';
import { setting } from '#platform/settings/api.ts';
import type { HouseLetter } from './events.ts';

/** Mails of the house to its users. Words come from texts/<lang>.json: `<key>.subject`, `.lines` (one per line), `.button`. */

export interface HouseMail extends Pick<HouseLetter, 'to' | 'language'> {
  /** `mail.reset`, `mail.invitation`, … */
  key: string;
  values?: Record<string, string | number>;
  /** Where its button leads; below the public URL. */
  link?: string;
  /** What stands between its first sentence and its button: each with what is written over and under it. */
  items?: readonly MailItem[];
}

export interface MailItem {
  over: string;
  title: string;
  under: string;
  link: string;
}

/** Asks for the mail, in a unit of work; platform/messages hears it and sends it through the own queue. */
export async function askHouseMail(mail: HouseMail): Promise<void> {
  const values = { company: setting('company'), name: mail.to.name, ...mail.values };
  const { items = [] } = mail;
  const lines = say(mail.language, `${mail.key}.lines`, values).split('\n');
  const button =
    mail.link === undefined
      ? null
      : { label: say(mail.language, `${mail.key}.button`, values), link: mail.link };
  await emit('house.mailAsked', {
    to: mail.to,
    language: mail.language,
    subject: say(mail.language, `${mail.key}.subject`, values),
    text: [
      ...lines.slice(0, 2),
      ...items.map(({ over, title, under, link }) => [over, title, under, link].filter(Boolean).join('\n')),
      ...(button === null ? [] : [button.link]),
      ...lines.slice(2),
    ].join('\n\n'),
    html: page(mail.language, lines, items, button),
  });
}

/** A link of the console, built from the public URL alone. */
export function linkTo(path: string): string {
  return `${setting('publicUrl')}${path}`;
}

function page(
  language: Language,
  lines: string[],
  items: readonly MailItem[],
  button: { label: string; link: string } | null,
): string {
  const paragraph = (line: string) => `<p style="margin:0 0 16px">${escaped(line)}</p>`;
  const action =
    button === null
      ? ''
      : `<p style="margin:0 0 24px"><a href="${escaped(button.link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#1f5fbf;color:#ffffff;text-decoration:none">${escaped(button.label)}</a></p>`;
  const [greeting = '', first = '', ...rest] = lines;
  return `<!doctype html><html lang="${language}"><body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1c2530"><div style="max-width:36em">${paragraph(greeting)}${paragraph(first)}${items.map(itemOf).join('')}${action}${rest.map(paragraph).join('')}</div></body></html>`;
}

function itemOf({ over, title, under, link }: MailItem): string {
  const small = (text: string) =>
    text === '' ? '' : `<div style="color:#5a6672;font-size:14px">${escaped(text)}</div>`;
  return `<div style="margin:0 0 16px;padding:0 0 16px;border-bottom:1px solid #dfe3e8">${small(over)}<a href="${escaped(link)}" style="color:#1f5fbf">${escaped(title)}</a>${small(under)}</div>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
