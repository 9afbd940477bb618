/**
 * A form over one record, from the fields that `GET /api/entities/<entity>` describes. It knows what was changed, whose fault
 * stands at which field, and what to do when somebody else wrote meanwhile.
 *
 *   const form = new Form(fields, person);            // or new Form(fields) for a new record
 *   form.set('language', 'tr');
 *   form.dirty                                         // ['language']
 *   await form.save(store);                            // the written record, or null: then see `faults`, `clashes`, `refusal`
 *   form.settle('language', 'mine' | 'theirs');        // one clash decided; save again
 */

import type { Store } from './records.ts';
import type { Row } from './refs.ts';
import { pluralOf } from './refs.ts';
import type { FieldFault, Refusal } from './refusal.ts';
import { refusalOf } from './refusal.ts';

export interface FieldDescription {
  key: string;
  type: string;
  label: string | Record<string, string>;
  required?: boolean;
  many?: boolean;
  /** For references: the entity, or the entities, that may be chosen. */
  of?: string | string[];
  options?: { key: string; label: string | Record<string, string> }[];
  readOnly?: boolean;
}

export interface EntityDescription {
  entity: string;
  fields: FieldDescription[];
}

/** One field that two people changed: what stood before, what I wrote, what stands now. */
export interface Clash {
  key: string;
  mine: unknown;
  theirs: unknown;
}

export function labelOf(label: FieldDescription['label'], lang: string): string {
  return typeof label === 'string' ? label : (label[lang] ?? label.en ?? Object.values(label)[0] ?? '');
}

export class Form {
  readonly entity: string;
  readonly fields: FieldDescription[];
  /** What the server refused, by path: 'contactPoints.0.value' → its words. */
  faults = new Map<string, string>();
  /** How a fault is said: the server's words, unless the page has better ones in the reader's language. */
  says: (fault: FieldFault) => string = ({ detail }) => detail;
  clashes: Clash[] = [];
  refusal: Refusal | null = null;
  saving = false;
  #record: Row | null;
  #changed = new Map<string, unknown>();

  constructor({ entity, fields }: EntityDescription, record: Row | null = null) {
    this.entity = entity;
    this.fields = fields;
    this.#record = record;
  }

  value(key: string): unknown {
    return this.#changed.has(key) ? this.#changed.get(key) : this.#record?.[key];
  }

  /** A value set back to what stands is no change. */
  set(key: string, value: unknown): void {
    if (same(value, this.#record?.[key])) this.#changed.delete(key);
    else this.#changed.set(key, value);
    for (const path of [...this.faults.keys()]) {
      if (path === key || path.startsWith(`${key}.`)) this.faults.delete(path);
    }
  }

  get dirty(): string[] {
    return [...this.#changed.keys()];
  }

  get change(): Record<string, unknown> {
    return Object.fromEntries(this.#changed);
  }

  /** The faults of one field and of what is inside it, in one sentence; empty when there are none. */
  fault(key: string): string {
    const own = [...this.faults].filter(([path]) => path === key || path.startsWith(`${key}.`));
    return own.map(([, words]) => words).join(' ');
  }

  /** Faults that stand at no field of this form. */
  get loose(): string[] {
    const keys = this.fields.map(({ key }) => key);
    const placed = (path: string) => keys.some((key) => path === key || path.startsWith(`${key}.`));
    return [...this.faults].filter(([path]) => !placed(path)).map(([, words]) => words);
  }

  reset(record: Row | null = this.#record): void {
    this.#record = record;
    this.#changed.clear();
    this.faults.clear();
    this.clashes = [];
    this.refusal = null;
  }

  // 1. A field that is required and empty is told here. 2. The change goes with the version it was made upon. 3. A record
  // changed meanwhile: fields that only one side touched are joined, those that both touched are asked about.
  async save<T extends Row = Row>(store: Store, key?: string): Promise<T | null> {
    this.refusal = null;
    if (!this.#whole()) return null;
    this.saving = true;
    try {
      const written = this.#record
        ? await store.api.patch<T>(
            `/api/${pluralOf(this.entity)}/${this.#record.id}`,
            this.#record.version,
            this.change,
          )
        : await store.api.post<T>(`/api/${pluralOf(this.entity)}`, this.change, key ? { key } : {});
      store.take(written);
      store.touch(this.entity);
      this.reset(written);
      return written;
    } catch (thrown) {
      this.#refused(refusalOf(thrown), store);
      return null;
    } finally {
      this.saving = false;
    }
  }

  settle(key: string, whose: 'mine' | 'theirs'): void {
    const clash = this.clashes.find((each) => each.key === key);
    if (!clash) return;
    if (whose === 'theirs') this.#changed.delete(key);
    this.clashes = this.clashes.filter((each) => each !== clash);
  }

  #whole(): boolean {
    const missing = this.fields.filter(({ key, required }) => required && isEmpty(this.value(key)));
    for (const { key } of missing) this.faults.set(key, '');
    return missing.length === 0;
  }

  #refused(refusal: Refusal, store: Store): void {
    const current = refusal.current as Row | null;
    this.faults = new Map(refusal.errors.map((fault) => [fault.path, this.says(fault)]));
    if (refusal.kind !== 'conflict' || !current) {
      this.refusal = refusal;
      return;
    }
    const before = this.#record;
    this.clashes = this.dirty
      .filter((key) => !same(current[key], before?.[key]) && !same(current[key], this.value(key)))
      .map((key) => ({ key, mine: this.value(key), theirs: current[key] }));
    this.#record = current;
    store.take(current);
    this.refusal = refusal;
  }
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** Equal for a form: null and missing are one, references are their name, lists are compared in order. */
export function same(a: unknown, b: unknown): boolean {
  if (isEmpty(a) && isEmpty(b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, at) => same(each, b[at]));
  if (isObject(a) && isObject(b)) {
    if ('entity' in a && 'id' in a) return a.entity === b.entity && a.id === b.id;
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
  }
  return a === b;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
