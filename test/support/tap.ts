// Reading AVA's TAP as it comes, so that npm test can show failures plainly and close with one
// line of counts that any script can read.

/** How many tests passed, failed and were skipped. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** What a reader of the lines may want to know, in the order it comes. */
export interface TapEvents {
  passed(title: string): void;
  skipped(title: string): void;
  /** `evidence` is the YAML block under the failing test, unindented; empty where there is none. */
  failed(title: string, evidence: string): void;
  /** Any other line: what a test printed, or AVA's own remarks. */
  other(line: string): void;
}

const point = /^(not )?ok \d+(?: - (.*?))?(?: # (SKIP|TODO)\b.*)?$/i;

/**
 * A reader to be fed line by line. A failing test is told when its evidence is complete; call `end`
 * when the lines end, so that a test whose evidence was cut off by a crash is told as well.
 */
export function tapReader(events: TapEvents) {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  let failing: { title: string; evidence: string[]; open: boolean } | undefined;

  const tellFailure = () => {
    if (failing) events.failed(failing.title, failing.evidence.join('\n'));
    failing = undefined;
  };

  const line = (text: string) => {
    if (failing?.open) {
      if (text.trim() === '...') tellFailure();
      else failing.evidence.push(text.replace(/^ {4}/, ''));
      return;
    }
    if (failing && text.trim() === '---') {
      failing.open = true;
      return;
    }
    tellFailure();
    const found = point.exec(text);
    if (!found) {
      if (!isFrame(text)) events.other(text);
      return;
    }
    const [, not, title = 'a test without a title', directive] = found;
    // A skipped test, and one that is only announced, counts as skipped: neither has shown anything.
    if (directive) tally.skipped++;
    else if (not) tally.failed++;
    else tally.passed++;
    if (directive) events.skipped(title);
    else if (not) failing = { title, evidence: [], open: false };
    else events.passed(title);
  };

  return { line, end: tellFailure, tally };
}

/** The plan, the version and AVA's own sums, which our closing line replaces. */
function isFrame(text: string): boolean {
  return text === '' || /^(TAP version|\d+\.\.\d+|# (tests|pass|skip|todo|fail) \d+)/.test(text);
}

/** The closing line that scripts read. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
