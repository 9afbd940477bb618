/** A sentence by its key in the texts of a room, with what stands in it: said in the reader's language when it is shown. */
export interface Said {
  key: string;
  values?: Record<string, string | number>;
}

/** A file that cannot be used as it is, with the reason in words. */
export class Unreadable extends Error {
  readonly said: Said;
  constructor(key: string, values: Record<string, string | number> = {}) {
    super(`${key} ${JSON.stringify(values)}`);
    this.name = 'Unreadable';
    this.said = { key, values };
  }
}
