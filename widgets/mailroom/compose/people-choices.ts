/** Whom a mail can go to: cards found by what is typed, one choice for each of their mail addresses; or an address as it is. */
import type { Choice } from '../../controls/picker.ts';
import type { Api } from '../../kernel/api.ts';
import type { Ref, Row } from '../../kernel/refs.ts';
import type { Party } from '../messages.ts';
import { nameOfParty } from '../messages.ts';

const many = 6;

interface Card extends Row {
  label?: string;
  name?: string;
  givenName?: string | null;
  familyName?: string | null;
  contactPoints?: { kind: string; value: string; primary?: boolean }[];
}

export async function findPeople(api: Api, q: string): Promise<Choice[]> {
  const pages = await Promise.allSettled([
    api.list<Card>('/api/persons', { q, limit: many }),
    api.list<Card>('/api/organisations', { q, limit: many }),
  ]);
  const cards = pages.flatMap((page) => (page.status === 'fulfilled' ? page.value.items : []));
  return cards.flatMap(choicesOf).slice(0, 2 * many);
}

function choicesOf(card: Card): Choice[] {
  const label = [card.givenName, card.familyName].filter(Boolean).join(' ') || card.name || card.label || '';
  return (card.contactPoints ?? [])
    .filter(({ kind }) => kind === 'email')
    .map(({ value }) =>
      choiceOf({ name: label, address: value, card: { entity: card.entity, id: card.id, label } }),
    );
}

/** The address tells choices apart: one person at two addresses are two choices. */
export function choiceOf(party: Party): Choice {
  const label = nameOfParty(party);
  const choice: Choice = { key: party.address.toLowerCase(), label, detail: party.address };
  return party.card
    ? ({ ...choice, entity: party.card.entity, card: party.card } as Choice & { card: Ref })
    : choice;
}

/** 'Ewa <ewa@firma.example>' or 'ewa@firma.example'; what is no address stays as a chip that says so. */
export function typedChoice(text: string, fault: string): Choice {
  const named = /^(.*?)\s*<([^<>\s]+)>$/.exec(text);
  const address = (named?.[2] ?? text).trim();
  const name = named?.[1]?.replace(/^"|"$/g, '').trim();
  const choice: Choice = { key: address.toLowerCase(), label: name || address, detail: address };
  return isAddress(address) ? choice : { ...choice, fault };
}

/** Good enough to stop typing faults; whether somebody reads there only the other server knows. */
export function isAddress(text: string): boolean {
  return (
    /^[^\s@<>(),;:"[\]]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\.[\p{L}\p{N}]{2,}$/u.test(text) &&
    !text.includes('..')
  );
}

export function partyOf(choice: Choice): Party {
  const { card } = choice as Choice & { card?: Ref };
  const address = choice.detail ?? choice.key;
  const party: Party = { address, name: choice.label === address ? null : choice.label };
  return card ? { ...party, card } : party;
}
