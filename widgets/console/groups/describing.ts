/** What the server says of entities and their relations, read once: what can be asked, and with which words. */
import type { Api } from '../../kernel/api.ts';
import type { FieldDescription } from '../../kernel/form.ts';

export interface AskedField extends FieldDescription {
  operators: string[];
}

export interface AskedRelation {
  key: string;
  label: Record<string, string>;
  of: string;
  many: boolean;
  dated: boolean;
}

export interface AskedEntity {
  entity: string;
  label: { one: Record<string, string>; many: Record<string, string> };
  fields: AskedField[];
  relations: AskedRelation[];
}

export class Descriptions {
  readonly #api: Api;
  readonly #told: () => void;
  readonly #known = new Map<string, AskedEntity>();
  readonly #asked = new Set<string>();

  constructor(api: Api, told: () => void) {
    this.#api = api;
    this.#told = told;
  }

  /** The entity, once it was read; reading begins with the first question. */
  of(entity: string): AskedEntity | undefined {
    if (!this.#asked.has(entity)) {
      this.#asked.add(entity);
      void this.#read(entity);
    }
    return this.#known.get(entity);
  }

  /** The field at the end of a path (`organisation.sector`). */
  fieldAt(entity: string, path: string): AskedField | undefined {
    const [first = '', ...rest] = path.split('.');
    const here = this.of(entity);
    if (rest.length === 0) return here?.fields.find(({ key }) => key === first);
    const relation = here?.relations.find(({ key }) => key === first);
    return relation && this.fieldAt(relation.of, rest.join('.'));
  }

  async #read(entity: string): Promise<void> {
    try {
      this.#known.set(
        entity,
        await this.#api.get<AskedEntity & { id: string; version: number }>(`/api/entities/${entity}`),
      );
    } catch {
      this.#asked.delete(entity);
    }
    this.#told();
  }
}

/** Fields that conditions can be about. */
export function askable(entity: AskedEntity | undefined): AskedField[] {
  return (entity?.fields ?? []).filter(({ operators, type }) => operators.length > 0 && type !== 'shape');
}
