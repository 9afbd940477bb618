import type { AudienceCard } from '#features/people/api.ts';
import { AddressError, checkedAddress, type MailAddress } from '#platform/messages/channels/mail/address.ts';
import { setting } from '#platform/settings/api.ts';
import type { Letter } from '../model.ts';

/** Who gets the letter, at which of their addresses; and why the others do not. */

const SKIP_REASONS = [
  'no-address',
  'dead-address',
  'bad-address',
  'left',
  'refused',
  'no-consent',
  'suppressed',
  'duplicate',
  'left-out',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export interface Decided {
  card: AudienceCard;
  /** Null where the card has none that could be written to. */
  address: MailAddress | null;
  skipped: SkipReason | null;
  /** 1…n among those who get it. */
  number: number;
}

export interface Forbidden {
  /** Addresses (lower case) that nothing of this purpose may be sent to. */
  suppressed: ReadonlySet<string>;
  /** Addresses (lower case) from which mail came back for good. */
  dead: ReadonlySet<string>;
}

/** In the order of the audience; who comes first under an address gets the letter there. */
export function decide(letter: Letter, audience: readonly AudienceCard[], forbidden: Forbidden): Decided[] {
  const leftOut = new Set(letter.leftOut.map((card) => `${card.entity}:${card.id}`));
  const taken = new Set<string>();
  let number = 0;
  return audience.map((card) => {
    const { address, fault } = chooseAddress(card, forbidden);
    const skipped = leftOut.has(`${card.entity}:${card.id}`)
      ? 'left-out'
      : whyNot(card, address, fault, forbidden, taken);
    if (skipped !== null || address === null) return { card, address, skipped, number: 0 };
    taken.add(address.address.toLowerCase());
    number++;
    return { card, address, skipped, number };
  });
}

function whyNot(
  card: AudienceCard,
  address: MailAddress | null,
  fault: SkipReason | null,
  forbidden: Forbidden,
  taken: ReadonlySet<string>,
): SkipReason | null {
  if (!card.ground.may) return card.ground.why === 'refused' ? 'refused' : 'no-consent';
  if (address === null) return card.left && fault === 'no-address' ? 'left' : fault;
  const key = address.address.toLowerCase();
  if (forbidden.suppressed.has(key)) return 'suppressed';
  return taken.has(key) ? 'duplicate' : null;
}

/** The primary address first; one that died is passed over for the next. */
function chooseAddress(
  card: AudienceCard,
  { dead }: Forbidden,
): { address: MailAddress | null; fault: SkipReason | null } {
  let fault: SkipReason = 'no-address';
  for (const { value, dead: known } of card.addresses) {
    if (known || dead.has(value.toLowerCase())) {
      fault = 'dead-address';
      continue;
    }
    try {
      const checked = checkedAddress(card.name, value);
      if (checked.domain.includes('.') || setting('mailDomains').includes(checked.domain))
        return { address: checked, fault: null };
      fault = 'bad-address';
    } catch (error) {
      if (!(error instanceof AddressError)) throw error;
      fault = 'bad-address';
    }
  }
  return { address: null, fault };
}
