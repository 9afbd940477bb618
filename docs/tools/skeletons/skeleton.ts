/** What is written for a new thing. */
export interface Skeleton {
  /** New files by their path in the checkout. */
  files: Record<string, string>;
  /**
   * What makes the new thing known: `put` takes the place of the last line that matches, and may hold that line (`$&`).
   */
  lines: { path: string; at: RegExp; put: string | ((line: string, ...groups: string[]) => string) }[];
  /** What to do next, a sentence each. */
  next: string[];
}

/** `people-birthday` → `PeopleBirthday`. */
export function pascal(name: string): string {
  return name.replace(/(^|[-_])([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

/** `mail-language` → `mailLanguage`. */
export function camel(name: string): string {
  return name.replace(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
