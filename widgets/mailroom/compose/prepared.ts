/**
 * What the server fills a composer with: to whom an answer goes (Reply-To, not ourselves, nobody twice), its subject, and what
 * stands below the typed words: signature and original.
 */
import type { Api } from '../../kernel/api.ts';
import type { Ref } from '../../kernel/refs.ts';
import type { Attachment, Party } from '../messages.ts';
import { escaped } from '../plain.ts';

export type Mode = 'new' | 'reply' | 'reply-all' | 'forward';

export interface Prepared {
  from: Ref | null;
  to: Party[];
  cc: Party[];
  subject: string;
  text: string;
  html: string;
  attachments: Attachment[];
}

/** A mailbox that the writer may send as. */
export interface Sender {
  mailbox: Ref;
  address: string;
  name: string;
  signature?: string | null;
}

const paths: Record<Exclude<Mode, 'new'>, string> = {
  reply: 'reply',
  'reply-all': 'reply?all=1',
  forward: 'forward',
};

export function prepare(api: Api, mode: Exclude<Mode, 'new'>, message: string): Promise<Prepared> {
  return api.get<Prepared>(`/api/messages/${message}/${paths[mode]}`);
}

export interface Below {
  text: string;
  html: string;
}

/** What stands below a mail that quotes nothing: the signature, as RFC 3676 sets it apart ("-- "). */
export function signed(signature: string | null | undefined): Below {
  const words = signature?.trim() ?? '';
  if (!words) return { text: '', html: '' };
  const html = escaped(words).replaceAll('\n', '<br>');
  return { text: `\n\n-- \n${words}`, html: `<div class="lobi-signature">-- <br>${html}</div>` };
}
