// What a check is: a name, a sentence, and what it found.

export interface Check {
  /** One word, as in `npm run check -- imports`. */
  name: string;
  /** What holds when it finds nothing. */
  says: string;
  run(wish: { fix: boolean }): Found | Promise<Found>;
}

export interface Found {
  /** How many things were looked at; a check that saw none fails. */
  seen: number;
  /** What must change, each with its place and what to do. */
  faults: string[];
  /** What someone should look at one day; never fails. */
  remarks?: string[];
}
