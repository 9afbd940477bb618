import type { Actor } from '#kernel/actor.ts';
import { addLines, linkAbout } from '#platform/timeline/api.ts';
import type { Badge, BadgePrint } from '../model.ts';
import { grouped } from '../number.ts';

/** Every print stands on the history of the person: when, by whom, which number, the how manieth. Guests have no card. */
export async function writeLines(badge: Badge, print: BadgePrint, actor: Actor, at: string): Promise<void> {
  if (badge.subjectEntity !== 'person') return;
  const card = { entity: 'person', id: badge.subjectId };
  const record = { entity: 'badge', id: badge.id };
  const number = grouped(badge.number);
  await linkAbout([{ record, card, role: 'linked', by: 'desk', evidence: number, at }]);
  await addLines([
    {
      card,
      record,
      at,
      kind: 'badge',
      title: '',
      said:
        print.n === 1
          ? { key: 'visits.line.printed', values: { number } }
          : { key: 'visits.line.reprinted', values: { number, n: String(print.n - 1) } },
      snippet: '',
      who: actor.name,
      sameAs: `badge-print:${print.id}`,
    },
  ]);
}
