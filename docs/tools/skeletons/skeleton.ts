/** What is written for a new thing. */
export interface Skeleton {
  /** New files by their path in the checkout. */
  files: Record<string, string>;
  /** Lines that make the new thing known: put before the last line of the file that matches. */
  lines: { path: string; before: RegExp; line: string }[];
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
