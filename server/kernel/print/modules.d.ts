/** The narrow part of pdfkit that is used here. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream';

  interface Options {
    autoFirstPage?: boolean;
    font?: string | null;
    compress?: boolean;
    pdfVersion?: string;
    lang?: string;
    info?: Record<string, unknown>;
  }
  interface PageOptions {
    size?: [number, number];
    margin?: number;
  }
  interface Picture {
    width: number;
    height: number;
  }
  interface PdfDocument extends Readable {
    addPage(options: PageOptions): this;
    addContent(operators: string): this;
    registerFont(name: string, font: unknown): this;
    font(name: string | Uint8Array): this;
    fontSize(points: number): this;
    fillColor(color: string): this;
    strokeColor(color: string): this;
    lineWidth(points: number): this;
    text(
      text: string,
      x: number,
      y: number,
      options: { lineBreak: false; baseline: 'alphabetic'; characterSpacing?: number },
    ): this;
    rect(x: number, y: number, width: number, height: number): this;
    roundedRect(x: number, y: number, width: number, height: number, radius: number): this;
    fill(color?: string): this;
    stroke(color?: string): this;
    clip(): this;
    save(): this;
    restore(): this;
    openImage(bytes: Uint8Array): Picture;
    image(
      picture: Picture,
      x: number,
      y: number,
      options: { cover: [number, number]; align: 'center'; valign: 'center' },
    ): this;
    end(): void;
  }
  const PdfDocument: new (options: Options) => PdfDocument;
  export default PdfDocument;
}
