// Counting what AVA reports, so that npm test can close with one line that any script can read.
// AVA's default report is read and not its TAP: writing TAP fails on errors that hold an `undefined`.

/** How many tests passed, failed and were skipped. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Sums at the end of AVA's report. Whatever went wrong outside of a test is a failure like any other. */
const sums: [line: RegExp, counts: keyof Tally][] = [
  [/^(\d+) tests? passed$/, 'passed'],
  [/^(\d+) (?:tests?|hooks?) failed$/, 'failed'],
  [/^(\d+) unhandled rejections?$/, 'failed'],
  [/^(\d+) uncaught exceptions?$/, 'failed'],
  [/^(\d+) tests? remained pending after a timeout$/, 'failed'],
  // A test that is known to fail, or only announced, has shown nothing.
  [/^(\d+) known failures?$/, 'skipped'],
  [/^(\d+) tests? (?:skipped|todo)$/, 'skipped'],
];

/** Each of these lines is a failure that no sum counts: a test file that broke off. */
const breaks =
  /^✘ (?:No tests found in|Internal error|Exiting due to process\.exit|\S+ exited (?:due to|with)|(\d+) tests? remaining in|Couldn.t find any|Line numbers for)/;

/** A reader to be fed with the report's lines, without colours; gives the tally when they have ended. */
export function tallyReader() {
  const found = new Map<string, { counts: keyof Tally; number: number }>();
  let broken = 0;
  let ticks = 0;
  const failures: string[] = [];
  return {
    line(text: string): void {
      const plain = text.trim();
      // Where something failed, the report ends without the sum of what passed.
      if (/^ {2}✔ (?!\[expected fail\])/.test(text)) ticks++;
      const title = /^ {2}✘ \[fail\]: (.*)$/.exec(text)?.[1];
      if (title !== undefined) failures.push(title);
      const broke = breaks.exec(plain);
      if (broke) broken += Number(broke[1] ?? 1);
      for (const [line, counts] of sums) {
        const number = line.exec(plain)?.[1];
        // A test may have printed such a line: the last one is the report's own.
        if (number !== undefined) found.set(plain.replace(/\d+/, ''), { counts, number: Number(number) });
      }
    },
    /** Titles of the tests that failed, with the words that stand behind them. */
    failures: (): readonly string[] => failures,
    /** `exitCode`: AVA's. It can fail without a failing test; that must not look green. */
    tally(exitCode: number): Tally {
      const tally: Tally = { passed: 0, failed: broken, skipped: 0 };
      for (const { counts, number } of found.values()) tally[counts] += number;
      if (tally.passed === 0) tally.passed = ticks;
      if (exitCode !== 0 && tally.failed === 0) tally.failed = 1;
      return tally;
    },
  };
}

/** The closing line that scripts read. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
