/**
 * A refusal in the reader's language. The server speaks English; what people meet in daily work has words here, by the fault's code
 * (`fault.user.taken`), the rest says what the server said.
 */
import type { LobiElement } from '../kernel/element.ts';
import type { FieldFault } from '../kernel/refusal.ts';
import { refusalOf } from '../kernel/refusal.ts';

const waiting = ['offline', 'later', 'limited'];

export function faultWords(page: LobiElement, { code, detail }: Pick<FieldFault, 'code' | 'detail'>): string {
  const key = `fault.${code}`;
  const words = page.t(key);
  return words === key ? detail : words;
}

/** One sentence for anything thrown. */
export function refusalWords(page: LobiElement, thrown: unknown): string {
  const { kind, code, detail, errors } = refusalOf(thrown);
  if (waiting.includes(kind)) return page.t(`state.${kind}Why`);
  if (kind === 'conflict' && code === 'record.stale') return page.t('fault.record.stale');
  const own = faultWords(page, { code, detail: '' });
  if (own) return own;
  const first = errors[0];
  return first ? `${first.path}: ${faultWords(page, first)}` : detail || page.t('state.brokenWhy');
}
