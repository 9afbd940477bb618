/**
 * Polish given names as they are called: `Anna` → `Anno`, `Marek` → `Marku`. Only where the rule is certain (Wielki słownik
 * ortograficzny PWN, on the vocative of names); null where it must be kept by hand.
 */

/** Names whose vocative no ending tells. */
const KNOWN: Record<string, string> = {
  paweł: 'Pawle',
  kuba: 'Kubo',
  kacper: 'Kacprze',
  aleksander: 'Aleksandrze',
  piotr: 'Piotrze',
  józef: 'Józefie',
  jerzy: 'Jerzy',
  antoni: 'Antoni',
  ignacy: 'Ignacy',
  henryk: 'Henryku',
  krzysztof: 'Krzysztofie',
  jacek: 'Jacku',
};

const MALE: readonly [ending: RegExp, build: (name: string) => string][] = [
  [/ek$/, (name) => `${name.slice(0, -2)}ku`],
  [/(k|g|ch|h)$/, (name) => `${name}u`],
  [/(sz|cz|rz|dz|dż|ż|j|l)$/, (name) => `${name}u`],
  [/(b|p|w|f|m|n|s|z)$/, (name) => `${name}ie`],
  [/ł$/, (name) => `${name.slice(0, -1)}le`],
  [/t$/, (name) => `${name.slice(0, -1)}cie`],
  [/d$/, (name) => `${name}zie`],
  [/r$/, (name) => `${name}ze`],
];

export function vocativeOf(givenName: string, gender: 'f' | 'm'): string | null {
  const name = givenName.trim();
  if (!/^\p{Lu}\p{Ll}+$/u.test(name)) return null;
  const known = KNOWN[name.toLocaleLowerCase('pl')];
  if (known !== undefined) return known;
  if (gender === 'f') {
    // Tender forms go their own way: Zosia → Zosiu, Ola → Olu; letters use full names.
    const tender =
      (/(sia|nia|cia|zia)$/.test(name) && name.length < 6) || (name.endsWith('la') && name.length < 5);
    return tender || !name.endsWith('a') ? null : `${name.slice(0, -1)}o`;
  }
  if (name.endsWith('eł')) return null;
  const rule = MALE.find(([ending]) => ending.test(name));
  return rule === undefined ? null : rule[1](name);
}
