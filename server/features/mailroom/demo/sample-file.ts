/** Files that sample letters carry: small, but whole, so that they open. */

export interface SampleFile {
  name: string;
  type: string;
  bytes: Buffer;
}

/** A file for a name: a table for `.csv`, else a page of PDF that says what it stands for. */
export function sampleFile(name: string): SampleFile {
  if (name.endsWith('.csv')) return { name, type: 'text/csv', bytes: Buffer.from(TABLE) };
  return {
    name,
    type: 'application/pdf',
    bytes: onePage(`${name.replace('.pdf', '')} (Marmara Pack, sample)`),
  };
}

const TABLE =
  '\ufeffTarih;İş;Sorumlu\r\n2026-12-28;Sevkiyat;Marmara Pack\r\n2027-01-04;Kurulum;Burak Şahin\r\n2027-01-12;Deneme üretimi;Emre Çelik\r\n2027-01-15;Devreye alma;Şule Işık\r\n';

/** The smallest whole PDF (ISO 32000, 7.5): objects, cross-reference table with their places, trailer. */
function onePage(line: string): Buffer {
  const content = `BT /F1 18 Tf 72 760 Td (${line.replace(/[^ -~]|[()\\]/g, '?')}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
