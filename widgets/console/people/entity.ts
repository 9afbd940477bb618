/** What the server says a record of an entity is made of; read once, and again after a reload of the page. */
import type { ReactiveController } from 'lit';
import type { LobiElement } from '../../kernel/element.ts';
import type { EntityDescription, FieldDescription } from '../../kernel/form.ts';

const known = new Map<string, Promise<EntityDescription>>();

export class Entity implements ReactiveController {
  description: EntityDescription | null = null;
  #host: LobiElement;
  #which: () => string | null;
  #asked: string | null = null;

  constructor(host: LobiElement, which: () => string | null) {
    this.#host = host;
    this.#which = which;
    host.addController(this);
  }

  field(key: string): FieldDescription | undefined {
    return this.description?.fields.find((field) => field.key === key);
  }

  /** The sets of criteria that this entity carries, as fields. */
  get criteria(): FieldDescription[] {
    return (this.description?.fields ?? []).filter(({ type }) => type === 'criteria');
  }

  hostUpdate(): void {
    const entity = this.#which();
    if (entity === this.#asked) return;
    this.#asked = entity;
    this.description = null;
    if (entity) void this.#read(entity);
  }

  async #read(entity: string): Promise<void> {
    const { api } = this.#host.connection;
    if (!known.has(entity)) known.set(entity, api.get<EntityDescription>(`/api/entities/${entity}`));
    try {
      const description = await known.get(entity)!;
      if (this.#asked === entity) this.description = description;
    } catch {
      // The list works without it: only filters and criteria columns are missing, and the next page asks again.
      known.delete(entity);
    }
    this.#host.requestUpdate();
  }
}
