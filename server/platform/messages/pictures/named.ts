/**
 * Addresses of pictures elsewhere that a message names, each once. The HTML is the house's own, cleaned at filing: attributes stand in
 * double quotes, and of entities there are only those of markup. Nothing else is ever fetched for a message.
 */
export function remotePictures(html: string): string[] {
  const found = html.matchAll(/<img\b[^>]*?\s(?:data-remote-src|src)="(https?:[^"]*)"/gi);
  return [...new Set([...found].map(([, address = '']) => unescaped(address)))];
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
