/**
 * Asks for an element of another room, which no room imports: a card wants the composer. Whoever knows the list of elements (the
 * loader, the console) hears `lobi-element-want` and loads it.
 */
export function want(tag: string): Promise<CustomElementConstructor> {
  dispatchEvent(new CustomEvent('lobi-element-want', { detail: { tag } }));
  return customElements.whenDefined(tag);
}
