import { Fault, type FaultPlace } from '#kernel/errors.ts';
import { Unfit } from './operators/operator.ts';

const MOST = 20;

/** What is wrong with a query, place by place: everything is told at once. */
export class Refusals {
  readonly #errors: FaultPlace[] = [];

  refuse(path: string, code: string, detail: string): void {
    if (this.#errors.length < MOST) this.#errors.push({ path, code: `query.${code}`, detail });
  }

  /** Throws Fault `invalid` where anything was refused. */
  done(): void {
    const [first] = this.#errors;
    if (first === undefined) return;
    const place = first.path === '' ? '' : `${first.path}: `;
    throw Fault.invalid('query.invalid', `This query cannot be asked. ${place}${first.detail}`, {
      errors: this.#errors,
    });
  }

  /** Runs a check of a value; where it is unfit, says so and goes on with null. */
  value(check: () => unknown, path: string): unknown {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      this.refuse(error.at === '' ? path : `${path}.${error.at}`, 'unfit', error.message);
      return null;
    }
  }

  /** The members of an object; null, and refused, where it is none. */
  object(sent: unknown, path: string): Record<string, unknown> | null {
    if (sent !== null && typeof sent === 'object' && !Array.isArray(sent))
      return sent as Record<string, unknown>;
    this.refuse(path, 'node', 'must be an object');
    return null;
  }
}
