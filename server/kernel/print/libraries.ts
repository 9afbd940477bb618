import { createRequire } from 'node:module';
import type Bwip from 'bwip-js/node';
import type PdfDocument from 'pdfkit';

/**
 * What prints is large (40 MB of memory, a quarter of a second) and not needed by every process: it is loaded with the first page.
 */

const load = createRequire(import.meta.url);
let pdfkit: typeof PdfDocument | undefined;
let bwip: typeof Bwip | undefined;

export function pdfLibrary(): typeof PdfDocument {
  pdfkit ??= load('pdfkit') as typeof PdfDocument;
  return pdfkit;
}

export function codeLibrary(): typeof Bwip {
  bwip ??= load('bwip-js/node') as typeof Bwip;
  return bwip;
}
