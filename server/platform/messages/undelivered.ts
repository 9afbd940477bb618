import { db } from '#kernel/db/unit.ts';

/** What is known of recipients whom a mail did not reach, for rooms that keep addresses. */
export interface Undelivered {
  recipientId: string;
  messageId: string;
  address: string;
  /** Enhanced code (RFC 3463); empty where none was said. */
  status: string;
  /** `userunknown`, `hostunknown`, `hasmoved`. */
  reason: string;
}

/** Reasons that say that nobody is there (docs/decisions/0073). */
const DEAD = new Set(['userunknown', 'hostunknown', 'hasmoved']);
/** The same in codes, for what was refused in the dialogue. */
const DEAD_CODES: Record<string, string> = {
  '5.1.1': 'userunknown',
  '5.1.2': 'hostunknown',
  '5.1.6': 'hasmoved',
};

/** Of these recipients those whose address is dead: reported by a bounce, or refused for good with a code that says so. */
export async function deadAddresses(recipientIds: readonly string[]): Promise<Undelivered[]> {
  type RecipientRow = {
    id: string;
    messageId: string;
    address: string;
    state: string;
    reason: string | null;
  };
  const rows = (await db()('recipients')
    .whereIn('id', [...recipientIds])
    .whereIn('state', ['bounced', 'failed'])
    .select('id', 'message_id', 'address', 'state', 'reason')) as RecipientRow[];
  const codes = await lastCodes(rows.filter((row) => row.state === 'failed').map((row) => row.id));
  return rows.flatMap(({ id: recipientId, messageId, address, state, reason }) => {
    const found = state === 'bounced' ? reported(reason ?? '') : refused(codes.get(recipientId) ?? '');
    return found === null ? [] : [{ recipientId, messageId, address, ...found }];
  });
}

/** As the mailroom writes it down: `userunknown (5.1.1)`. */
function reported(told: string): { reason: string; status: string } | null {
  const [, reason = '', status = ''] = /^(\w+)(?: \(([\d.]+)\))?$/.exec(told) ?? [];
  return DEAD.has(reason) && !status.startsWith('4') ? { reason, status } : null;
}

function refused(status: string): { reason: string; status: string } | null {
  const reason = DEAD_CODES[status];
  return reason === undefined ? null : { reason, status };
}

async function lastCodes(recipientIds: readonly string[]): Promise<Map<string, string>> {
  if (recipientIds.length === 0) return new Map();
  const rows = (await db()('attempts')
    .whereIn('recipient_id', [...recipientIds])
    .where({ outcome: 'failed' })
    .orderBy(['at', 'id'])
    .select('recipient_id', 'enhanced_code')) as { recipientId: string; enhancedCode: string | null }[];
  return new Map(rows.map((row) => [row.recipientId, row.enhancedCode ?? '']));
}
