/** Brings a document to the printer: in a frame that is not seen, or as a file where the browser shows no PDF. */

let frame: HTMLIFrameElement | null = null;

export function printPaper(address: string, name: string): void {
  if (!navigator.pdfViewerEnabled) return saveAs(address, name);
  frame?.remove();
  const next = document.createElement('iframe');
  next.hidden = true;
  next.title = name;
  next.addEventListener('load', () => {
    // Its viewer lays the page out after it has loaded.
    setTimeout(() => next.contentWindow?.print(), 200);
  });
  next.src = address;
  frame = next;
  document.body.append(next);
}

function saveAs(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
