// Looks at printed things as people and scanners do: pages as pixels, codes read back, text extracted.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { unpackDebian } from './debian.ts';

export interface Code {
  format: string;
  text: string;
}

/** Pages of a document as PNG, at so many dots per inch. */
export function pagesOf(pdf: Buffer, dpi = 200): Buffer[] {
  return within(pdf, (folder, file) => {
    poppler('pdftoppm', ['-r', String(dpi), '-png', file, join(folder, 'page')]);
    return readdirSync(folder)
      .filter((name) => name.endsWith('.png'))
      .sort()
      .map((name) => readFileSync(join(folder, name)));
  });
}

/** What can be marked and copied out of a document, one line after the other. */
export function textOf(pdf: Buffer): string {
  return within(pdf, (_folder, file) => poppler('pdftotext', ['-raw', file, '-']));
}

/** Width and height of every page, in millimetres. */
export function pageSizes(pdf: Buffer): [number, number][] {
  const told = within(pdf, (_folder, file) => poppler('pdfinfo', ['-f', '1', '-l', '9999', file]));
  return [...told.matchAll(/size: +([\d.]+) x ([\d.]+) pts/g)].map(([, width, height]) => [
    Math.round((Number(width) / 72) * 254) / 10,
    Math.round((Number(height) / 72) * 254) / 10,
  ]);
}

/** Fonts that are embedded as a subset, by name. */
export function fontsOf(pdf: Buffer): string[] {
  const told = within(pdf, (_folder, file) => poppler('pdffonts', [file]));
  return [...told.matchAll(/^(\S+) .* yes yes yes +\d+ +\d+$/gm)].map(([, name]) => name as string);
}

let prepared = false;

/** The codes that a scanner reads in a picture, by format. */
export async function codesIn(picture: Buffer): Promise<Code[]> {
  if (!prepared) {
    const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    const wasm = readFileSync(file);
    prepareZXingModule({
      overrides: { wasmBinary: new Uint8Array(wasm).buffer as ArrayBuffer },
    });
    prepared = true;
  }
  const found = await readBarcodes(new Uint8Array(picture), {
    formats: ['QRCode', 'Code128'],
    tryHarder: true,
    maxNumberOfSymbols: 4,
  });
  return found.map(({ format, text }) => ({ format, text })).sort((a, b) => a.format.localeCompare(b.format));
}

function within<T>(pdf: Buffer, does: (folder: string, file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-paper-'));
  try {
    const file = join(folder, 'paper.pdf');
    writeFileSync(file, pdf);
    return does(folder, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function poppler(program: string, args: string[]): string {
  const { env } = unpackDebian('poppler-utils');
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0 || /error/i.test(stderr)) throw new Error(`${program}: ${stderr}`);
  return stdout;
}
