/** The part of html-to-text that is used here; the package brings no types. */
declare module 'html-to-text' {
  export interface SelectorDefinition {
    selector: string;
    format?: string;
    options?: Record<string, unknown>;
  }
  export interface Options {
    wordwrap?: number | false;
    limits?: { maxInputLength?: number; maxDepth?: number };
    selectors?: SelectorDefinition[];
  }
  export function convert(html: string, options?: Options): string;
}
