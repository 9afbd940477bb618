import { newId } from '#kernel/ids.ts';
import type { Fate, Plan } from '#platform/exchange/importers.ts';
import type { Said } from '#platform/exchange/said.ts';
import { EMPTY_CARD } from '../commands/card-values.ts';
import { answering } from '../commands/save-card.ts';
import type { Card, CardEntity } from '../model/card.ts';
import type { Organisation } from '../model/organisation.ts';
import { organisationName } from '../name.ts';
import { employ } from './employ.ts';
import { type Found, keyOf, nameKey, taxKey } from './find.ts';
import {
  differs,
  emptyOf,
  type Intent,
  isAbove,
  isNamed,
  labelOf,
  lacksKey,
  named,
  refused,
  type Settled,
  said,
} from './intent.ts';
import { merged, type RowValues } from './merge.ts';
import type { Rights } from './rights.ts';
import type { Draft, Values } from './values.ts';

/**
 * The third step: what becomes of each row, one after the other, since a row may name what one before it makes. Decides only;
 * what is to be written is left as intents for the last step.
 */

/** What the rows of earlier chunks would make, where nothing is written: the row by the key of its card; organisations by name. */
interface Seen {
  cards: Map<string, number>;
  organisations: Set<string>;
}

export class Settling {
  readonly #card: CardEntity;
  readonly #plan: Plan;
  readonly #found: Found;
  readonly #rights: Rights;
  readonly #only: boolean;
  readonly settled: Settled = { fates: [], cards: new Map(), positions: [] };
  /** Made in this chunk, by key. */
  readonly #made = new Map<string, { intent: Intent; row: number }>();
  readonly #organisations = new Map<string, Intent>();

  /** `only`: nothing is written, so what earlier chunks would make is remembered. */
  constructor(card: CardEntity, plan: Plan, found: Found, rights: Rights, only: boolean) {
    this.#card = card;
    this.#plan = plan;
    this.#found = found;
    this.#rights = rights;
    this.#only = only;
  }

  settle(draft: Draft): void {
    const refusal = draft.refusal ?? this.#refused(draft.values);
    const fate = refusal === null ? this.#decide(draft) : refused(refusal.reason, refusal.column);
    const label = fate.label ?? labelOf(draft.values);
    this.settled.fates.push({
      ...fate,
      ...(label === '' ? {} : { label }),
      ...(draft.notes.length === 0 ? {} : { notes: draft.notes }),
    });
  }

  #decide(draft: Draft): Fate {
    const { values, row } = draft;
    const key = keyOf(values, this.#plan);
    if (key === undefined && this.#plan.options.key !== null) draft.notes.push(said('noKey'));
    const before = (key === undefined ? undefined : this.#standing(key)) ?? this.#namesake(draft, key);
    if (before === 'several')
      return refused(said('ambiguous', { count: this.#found.cards.get(key as string)?.length ?? 2 }));
    const earlier = key === undefined ? undefined : this.#earlier(key);
    if (before === undefined && earlier !== undefined) return this.#again(draft, earlier);
    if (before === undefined) return this.#make(draft, key, row.n);
    return before.before === null
      ? this.#again(draft, { intent: before, row: null })
      : this.#change(draft, before);
  }

  #standing(key: string): Intent | 'several' | undefined {
    const cards = this.#found.cards.get(key) ?? [];
    if (cards.length > 1) return 'several';
    const [card] = cards;
    if (card === undefined) return undefined;
    return this.settled.cards.get(card.id) ?? { id: card.id, entity: this.#card, before: card, values: {} };
  }

  /** An organisation that was made by its name alone, or came in without this key: the row says the rest of it. */
  #namesake(draft: Draft, key: string | undefined): Intent | undefined {
    const { name } = draft.values;
    const { options } = this.#plan;
    if (this.#card !== 'organisation' || name === undefined || options.key === null) return undefined;
    const fits = (each: Organisation) => key === undefined || lacksKey(each, options);
    const made = this.#organisations.get(nameKey(name));
    const [standing, other] = (this.#found.organisations.get(nameKey(name)) ?? []).filter(fits);
    const found =
      standing === undefined || other !== undefined
        ? made
        : (this.settled.cards.get(standing.id) ?? {
            id: standing.id,
            entity: this.#card,
            before: standing,
            values: {},
          });
    if (found === undefined || !fits(Object.assign({}, EMPTY_CARD, found.before, found.values) as never))
      return undefined;
    draft.notes.push(said('foundByName'));
    return found;
  }

  /** A row before this one makes the card: here, or in a chunk that was only weighed. */
  #earlier(key: string): { intent: Intent | null; row: number } | undefined {
    const row = this.#seen().cards.get(key);
    return this.#made.get(key) ?? (row === undefined ? undefined : { intent: null, row });
  }

  #make(draft: Draft, key: string | undefined, row: number): Fate {
    const { values } = draft;
    if (!this.#rights.add) return refused(said('mayNotAdd'));
    if (!isNamed(this.#card, values))
      return refused(said(this.#card === 'person' ? 'noName' : 'noOrganisationName'));
    const owner =
      values.externalId === undefined ? undefined : this.#found.externalIds.get(values.externalId);
    if (owner !== undefined) return refused(this.#taken(owner, values.externalId as string));
    const intent: Intent = { id: newId(), entity: this.#card, before: null, values: {} };
    const reason = this.#fill(draft, intent);
    if (reason !== null) return refused(reason);
    this.settled.cards.set(intent.id, intent);
    if (key !== undefined) this.#made.set(key, { intent, row });
    if (this.#card === 'organisation') this.#organisations.set(nameKey(values.name as string), intent);
    this.#remember(key, row, values);
    return { fate: 'create', card: { entity: this.#card, id: intent.id } };
  }

  #change(draft: Draft, intent: Intent): Fate {
    const card = { entity: this.#card, id: intent.id };
    const label = intent.before?.name ?? '';
    if (!this.#found.changeable.has(intent.id)) return { ...refused(said('mayNotChange')), card, label };
    const owner = this.#found.externalIds.get(draft.values.externalId ?? '');
    if (owner !== undefined && owner !== intent.id)
      return { ...refused(this.#taken(owner, draft.values.externalId as string)), card, label };
    const positions = this.settled.positions.length;
    const before = JSON.stringify(intent.values);
    const reason = this.#fill(draft, intent);
    if (reason !== null) return { ...refused(reason), card, label };
    const changed = JSON.stringify(intent.values) !== before;
    if (changed) this.settled.cards.set(intent.id, intent);
    return {
      fate: changed || this.settled.positions.length > positions ? 'update' : 'unchanged',
      card,
      label,
    };
  }

  #taken(owner: string, value: string): Said {
    return said(this.#found.closedOwners.has(owner) ? 'externalIdClosed' : 'externalIdTaken', { value });
  }

  #again(draft: Draft, { intent, row }: { intent: Intent | null; row: number | null }): Fate {
    if (row !== null) draft.notes.push(said('sameAsRow', { row }));
    if (intent === null) return { fate: 'update' };
    const reason = this.#fill(draft, intent);
    return reason === null
      ? { fate: 'update', card: { entity: this.#card, id: intent.id } }
      : refused(reason);
  }

  /** Puts what the row says into the intent; gives why it cannot, before anything is put. */
  #fill(draft: Draft, intent: Intent): Said | null {
    const { values } = draft;
    const above =
      this.#card === 'organisation'
        ? this.#named(draft, values.parent, undefined)
        : this.#named(draft, values.organisation, values.organisationTax);
    if (above !== null && 'reason' in above) return above.reason;
    if (this.#card === 'person' && above === null && (values.title ?? values.department) !== undefined)
      draft.notes.push(said('titleAlone'));
    if (above !== null && this.#card === 'person' && !this.#rights.addPosition)
      return said('mayNotAddPosition');
    if (values.from !== undefined && values.until !== undefined && values.from > values.until)
      return said('untilBeforeFrom');
    if (this.#card === 'organisation' && above !== null) {
      if (above.id === intent.id) return said('ownParent');
      if (isAbove(intent.id, above.id, this.settled, this.#found)) return said('circle');
    }
    this.#put(intent, values, above);
    if (above?.intent !== undefined && above.intent.before === null)
      this.settled.cards.set(above.intent.id, above.intent);
    if (this.#card === 'person' && above !== null)
      employ(this.settled, this.#found, intent, above.id, values);
    return null;
  }

  #put(intent: Intent, values: Values, above: { id: string } | null): void {
    const isNew = intent.before === null && Object.keys(intent.values).length === 0;
    // What would be made need not be worked out to say that it would.
    if (isNew && this.#only) return;
    if (isNew) Object.assign(intent.values, emptyOf(this.#card));
    const standing = Object.assign({}, intent.before, intent.values) as unknown as Card;
    const next = {
      ...merged(this.#card, standing, values, this.#plan.options.system),
      ...named(this.#card, values, standing),
    };
    if (this.#card === 'organisation' && above !== null) next.parentId = above.id;
    if (isNew) Object.assign(intent.values, next, answering(this.#plan.actor, next));
    else
      for (const [key, value] of Object.entries(next))
        if (differs(standing, key, value)) intent.values[key] = value;
  }

  /** The organisation that a row names: it stands, a row before made it, or this one does. */
  #named(
    draft: Draft,
    name: string | undefined,
    tax: string | undefined,
  ): { id: string; intent?: Intent } | { reason: Said } | null {
    if (name === undefined && tax === undefined) return null;
    const byTax = tax === undefined ? undefined : this.#found.organisations.get(taxKey(tax));
    const standing =
      byTax ?? (name === undefined ? [] : (this.#found.organisations.get(nameKey(name)) ?? []));
    // Two of one name are told apart by the number, where the row has one.
    const fitting =
      byTax === undefined && tax !== undefined
        ? standing.filter((each) => each.taxNumber === null)
        : standing;
    if (fitting.length > 1)
      return { reason: said('organisationTwice', { name: name ?? (tax as string), count: fitting.length }) };
    const [one] = fitting;
    if (one !== undefined) return { id: one.id };
    if (name === undefined) return { reason: said('organisationUnknown', { value: tax as string }) };
    const key = tax === undefined ? nameKey(name) : taxKey(tax);
    const before = this.#organisations.get(key);
    if (before !== undefined) return { id: before.id, intent: before };
    if (!this.#rights.addOrganisation) return { reason: said('mayNotAddOrganisation', { name }) };
    return this.#newOrganisation(draft, name, tax, key);
  }

  #newOrganisation(
    draft: Draft,
    name: string,
    tax: string | undefined,
    key: string,
  ): { id: string; intent: Intent } {
    const values: RowValues = this.#only
      ? { name }
      : { ...emptyOf('organisation'), ...organisationName(name), taxNumber: tax ?? null };
    const intent: Intent = {
      id: newId(),
      entity: 'organisation',
      before: null,
      values: { ...values, ...answering(this.#plan.actor, values) },
    };
    this.#organisations.set(key, intent);
    if (tax !== undefined) this.#organisations.set(nameKey(name), intent);
    if (!this.#seen().organisations.has(key)) draft.notes.push(said('newOrganisation', { name }));
    if (this.#only) this.#seen().organisations.add(key);
    return { id: intent.id, intent };
  }

  #remember(key: string | undefined, row: number, values: Values): void {
    if (!this.#only) return;
    if (key !== undefined) this.#seen().cards.set(key, row);
    if (this.#card === 'organisation' && values.name !== undefined)
      this.#seen().organisations.add(nameKey(values.name));
  }

  #seen(): Seen {
    const { memory } = this.#plan;
    const seen = (memory.get('seen') as Seen | undefined) ?? { cards: new Map(), organisations: new Set() };
    memory.set('seen', seen);
    return seen;
  }

  /** What no look-up is needed for. */
  #refused(values: Values): { reason: Said; column?: number } | null {
    if (this.#plan.options.key === 'externalId' && values.externalId === undefined)
      return { reason: said('noExternalId') };
    return null;
  }
}
