import { cardsByAddress, employersOf, type NamedCard } from '#features/people/api.ts';
import { type Draft, step } from './draft.ts';

interface Found {
  cards: Map<string, NamedCard[]>;
  employers: Map<string, NamedCard[]>;
}

const ROLES = ['from', 'reply-to', 'to', 'cc'] as const;

/** On whose cards a mail belongs: those of its addresses, and the organisations those persons work for today. */
export const people = step<Found>({
  name: 'people',
  says: 'Finds the cards of sender and addressees by address, and the organisations they work for.',
  async looks(drafts) {
    const cards = await cardsByAddress(
      drafts.flatMap((draft) => addressesOf(draft).map(({ address }) => address)),
    );
    const persons = [...cards.values()].flat().filter((card) => card.entity === 'person');
    return { cards, employers: await employersOf(persons.map((card) => card.id)) };
  },
  decides(draft, found) {
    for (const { role, address } of addressesOf(draft))
      for (const card of found.cards.get(address) ?? []) {
        add(draft, card, role, 'address', address);
        for (const employer of found.employers.get(card.id) ?? [])
          add(draft, employer, 'employer', 'person', card.id);
      }
  },
});

/** Addresses of the header; the many of a bulk mail are no correspondence of ours. */
function addressesOf(draft: Draft): { role: string; address: string }[] {
  return draft.arrival.mail.parties
    .filter((party) => (ROLES as readonly string[]).includes(party.role) && party.address !== '')
    .slice(0, 200)
    .map((party) => ({
      role: party.role === 'reply-to' ? 'from' : party.role,
      address: party.address.toLowerCase(),
    }));
}

function add(draft: Draft, card: NamedCard, role: string, by: string, evidence: string): void {
  if (draft.cards.some((each) => each.id === card.id && (each.role === role || role === 'employer'))) return;
  draft.cards.push({ entity: card.entity, id: card.id, name: card.name, role, by, evidence });
}
