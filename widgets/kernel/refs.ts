/**
 * How records are named in the elements: "person:01J…" in attributes and topics, { entity, id } in answers of the API.
 * A reference that came from the server also carries the label to show.
 */
export interface Ref {
  entity: string;
  id: string;
  label?: string;
}

/** A record as every read of the API gives it: the fields, and what the asker may do with it. */
export interface Row {
  id: string;
  entity: string;
  version: number;
  createdAt?: string;
  updatedAt?: string;
  can?: Record<string, boolean>;
  [field: string]: unknown;
}

/** A page of a list: `next` is the cursor of the following page, null on the last one. */
export interface Page<T = Row> {
  items: T[];
  next: string | null;
  count?: number;
}

const irregular: Record<string, string> = { criterion: 'criteria', category: 'categories' };

/** 'person' → 'persons', 'mailbox' → 'mailboxes', 'opportunity' → 'opportunities': the entity's name in paths. */
export function pluralOf(name: string): string {
  if (irregular[name]) return irregular[name];
  const entity = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (/[^aeiou]y$/.test(entity)) return `${entity.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(entity) ? `${entity}es` : `${entity}s`;
}

/** Where a record is read: { entity: 'person', id } → '/api/persons/<id>'. */
export function pathOf(ref: Ref): string {
  return `/api/${pluralOf(ref.entity)}/${encodeURIComponent(ref.id)}`;
}

/** "person:01J…" of a reference; the same words name the topic of its news. */
export function nameOf(ref: Ref): string {
  return `${ref.entity}:${ref.id}`;
}

/** Reads "person:01J…"; null where it is no such name, so that an element can say so instead of asking the server. */
export function parseRef(name: string | null | undefined): Ref | null {
  const found = /^([a-z][A-Za-z-]*):(\S+)$/.exec(name?.trim() ?? '');
  return found ? { entity: found[1]!, id: found[2]! } : null;
}

/**
 * The console's page of a record, as a path below the server's address. It is the one place that knows the console's
 * addresses: elements use it for "open in Lobi", the console's router reads the same paths.
 */
export function placeOf(ref: Ref): string {
  if (ref.entity === 'thread') return `/mail/thread/${ref.id}`;
  if (ref.entity === 'message') return `/mail/message/${ref.id}`;
  if (ref.entity === 'person' || ref.entity === 'organisation') return `/people/${nameOf(ref)}`;
  return `/${pluralOf(ref.entity)}/${ref.id}`;
}
