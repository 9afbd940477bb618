import type { ElementAccess } from '#platform/access/limits.ts';

/** What the mail elements in host pages may reach (docs/decisions/0023). */

const READS = ['thread', 'message', 'recipient', 'document', 'mailbox', 'person', 'organisation', 'user'];

export const ELEMENTS: readonly ElementAccess[] = [
  {
    name: 'lobi-mail-thread',
    says: 'Shows correspondence and how far each mail came, answers it, and keeps what was read.',
    reads: READS,
    runs: [
      'message.send',
      'message.stop',
      'document.add',
      'thread.see',
      'thread.forget',
      'thread.close',
      'thread.change',
    ],
    paths: ['seen', 'senders'],
  },
  {
    name: 'lobi-composer',
    says: 'Writes a mail to whom its user may see.',
    reads: READS,
    runs: ['message.send', 'message.stop', 'document.add'],
    paths: ['senders'],
  },
];
