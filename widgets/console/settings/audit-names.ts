/**
 * Names of the records that entries are about. The audit keeps ids, since names change: a row that was made tells its own name, cards
 * are asked for in one go, and what is gone stays without one.
 */
import type { ReactiveController } from 'lit';
import { labelOfRow } from '../../controls/field.ts';
import type { LobiElement } from '../../kernel/element.ts';
import type { Page, Row } from '../../kernel/refs.ts';
import { pluralOf } from '../../kernel/refs.ts';
import type { Entry } from './audit-entry.ts';

const asked = ['person', 'organisation', 'user', 'mailbox'];

export class Names implements ReactiveController {
  #host: LobiElement;
  #entries: () => Entry[];
  #names = new Map<string, string>();
  #sought = new Set<string>();

  constructor(host: LobiElement, entries: () => Entry[]) {
    this.#host = host;
    this.#entries = entries;
    host.addController(this);
  }

  of(entry: Entry): string | null {
    const id = entry.record?.id;
    return entry.record?.label || (id && this.#names.get(id)) || toldBy(entry);
  }

  hostUpdated(): void {
    for (const entity of asked) {
      const ids = this.#entries().flatMap(({ record }) =>
        record?.entity === entity && !this.#sought.has(record.id) ? [record.id] : [],
      );
      if (ids.length === 0) continue;
      for (const id of ids) this.#sought.add(id);
      void this.#read(entity, [...new Set(ids)]);
    }
  }

  async #read(entity: string, ids: string[]): Promise<void> {
    const { api } = this.#host.connection;
    const cards = entity === 'person' || entity === 'organisation';
    const path = `/api/${pluralOf(entity)}`;
    try {
      const { items } = cards
        ? await api.post<Page<Row>>(`${path}/query`, {
            where: { field: 'id', in: ids },
            closed: true,
            limit: 200,
          })
        : await api.list<Row>(path, { limit: 200 });
      for (const row of items) this.#names.set(row.id, labelOfRow(row));
      this.#host.requestUpdate();
    } catch {
      // Without names the entries still say who did what.
    }
  }
}

function toldBy({ changes }: Entry): string | null {
  const value = (key: string) => {
    const change = changes.find((each) => each.key === key);
    return change ? String(change.after ?? change.before ?? '') : '';
  };
  const spoken = `${value('givenName')} ${value('familyName')}`.trim();
  return (
    value('name') ||
    spoken ||
    value('subject') ||
    value('title') ||
    value('address') ||
    value('email') ||
    null
  );
}
