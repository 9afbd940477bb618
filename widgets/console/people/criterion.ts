/**
 * The criteria of the house: nodes of flat or tree-shaped sets. Read once for all sets, since they are few and every list and card
 * shows them; a card itself carries keys (`sector: ['dairy']`).
 */
import type { ReactiveController } from 'lit';
import type { LobiElement } from '../../kernel/element.ts';
import type { Ref, Row } from '../../kernel/refs.ts';

interface Node extends Row {
  set: string;
  key: string;
  name: string;
  /** Key of the node above, or the node itself as a reference. */
  parent?: string | Ref | null;
}

export interface Criterion {
  key: string;
  name: string;
  /** Names from the root down to the node above. */
  path: string[];
}

const page = 200;
const most = 5000;
let read: { api: unknown; nodes: Promise<Node[]> } | null = null;

export class Criteria implements ReactiveController {
  #host: LobiElement;
  #nodes: Node[] = [];

  constructor(host: LobiElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const { api } = this.#host.connection;
    if (read?.api !== api) read = { api, nodes: this.#read() };
    read.nodes.then(
      (nodes) => {
        this.#nodes = nodes;
        this.#host.requestUpdate();
      },
      () => {
        // Keys stand in for names until the next page asks again.
        read = null;
      },
    );
  }

  /** What a card carries in a set, in the order it carries them; a key that nobody knows stands for itself. */
  of(set: string, value: unknown): Criterion[] {
    const keys = Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
    return keys.map((each) => {
      const key = typeof each === 'string' ? each : (each as { key: string }).key;
      const node = this.#nodes.find((known) => known.set === set && known.key === key);
      return node ? this.#criterion(node) : { key, name: key, path: [] };
    });
  }

  /** Every node of a set, trees in order. */
  all(set: string): Criterion[] {
    const nodes = this.#nodes.filter((node) => node.set === set).map((node) => this.#criterion(node));
    const way = ({ path, name }: Criterion) => [...path, name].join(' › ');
    return nodes.sort((a, b) => way(a).localeCompare(way(b), this.#host.language));
  }

  #criterion(node: Node): Criterion {
    const path: string[] = [];
    for (let above = this.#above(node); above && path.length < 20; above = this.#above(above))
      path.unshift(above.name);
    return { key: node.key, name: node.name, path };
  }

  #above({ set, parent }: Node): Node | undefined {
    if (!parent) return undefined;
    return this.#nodes.find((node) =>
      typeof parent === 'string' ? node.set === set && node.key === parent : node.id === parent.id,
    );
  }

  async #read(): Promise<Node[]> {
    const { api } = this.#host.connection;
    const nodes: Node[] = [];
    for (let cursor: string | null = null; nodes.length < most; ) {
      const { items, next }: { items: Node[]; next: string | null } = await api.list<Node>('/api/criteria', {
        limit: page,
        cursor,
      });
      nodes.push(...items);
      if (!next) break;
      cursor = next;
    }
    return nodes;
  }
}
