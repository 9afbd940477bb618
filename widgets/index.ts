/**
 * The loader: one script for host pages, one line per element. It loads the elements that stand in the page, and those that
 * are put into it later; an element inside a shadow root of the host's own is loaded with `lobi.load('lobi-contact-card')`.
 *
 *   <script type="module" src="https://lobi.firm.example/embed/v1/lobi.js"></script>
 *   <lobi-contact-card card="person:01J…"></lobi-contact-card>
 */
const elements: Record<string, () => Promise<unknown>> = {
  'lobi-contact-card': () => import('./people/contact-card.ts'),
  'lobi-mail-thread': () => import('./mailroom/mail-thread.ts'),
  'lobi-composer': () => import('./mailroom/compose/composer.ts'),
  'lobi-notifications': () => import('./notify/notifications.ts'),
};

const asked = new Map<string, Promise<unknown>>();

/** Loads an element; many calls load it once. A name that is none of ours is refused. */
export function load(tag: string): Promise<unknown> {
  const loader = elements[tag];
  if (!loader)
    return Promise.reject(
      new TypeError(`<${tag}> is no element of Lobi: ${Object.keys(elements).join(', ')}`),
    );
  if (!asked.has(tag)) {
    // A chunk that did not come is asked for again when the element is next put into the page.
    asked.set(
      tag,
      loader().catch((thrown) => (asked.delete(tag), console.error(thrown))),
    );
  }
  return asked.get(tag)!;
}

function loadIn(root: ParentNode): void {
  for (const tag in elements) if (!asked.has(tag) && root.querySelector(tag)) void load(tag);
}

// An element that wants another one says so, since rooms do not import each other (kernel/want.ts).
addEventListener(
  'lobi-element-want',
  (event) => void load((event as CustomEvent<{ tag: string }>).detail.tag),
);
new MutationObserver(() => loadIn(document)).observe(document.documentElement, {
  childList: true,
  subtree: true,
});
loadIn(document);
