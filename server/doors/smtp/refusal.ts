/** A reply that says no: code and enhanced code (RFC 3463), with words a person at the other end can use. */
export class Refusal extends Error {
  readonly responseCode: number;
  /** `text` begins with the enhanced code: `5.1.1 There is no mailbox of that name here`. */
  constructor(responseCode: number, text: string) {
    super(text);
    this.name = 'Refusal';
    this.responseCode = responseCode;
  }
}

const ENHANCED = /^([245]\.\d{1,3}\.\d{1,3}) ([^]*)$/;

/** Splits `5.1.1 words` into its code and its words. */
export function enhancedCode(text: string): { enhanced: string; words: string } | undefined {
  const [, enhanced, words] = ENHANCED.exec(text) ?? [];
  return enhanced === undefined || words === undefined ? undefined : { enhanced, words };
}
