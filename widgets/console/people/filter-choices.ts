/** What a list of cards can be filtered by: choices, and criteria with everything below a node. */
import type { Act } from '../../controls/menu.ts';
import type { FieldDescription } from '../../kernel/form.ts';
import { labelOf } from '../../kernel/form.ts';
import type { Criteria } from './criterion.ts';

/** One act for each value, its key as it stands in the address: 'sector:food' → 'Sector: Food'. */
export function filterChoices(fields: FieldDescription[], criteria: Criteria, lang: string): Act[] {
  return fields.flatMap((field) => {
    const label = labelOf(field.label, lang);
    return valuesOf(field, criteria, lang).map((value) => ({
      key: `${field.key}:${value.key}`,
      label: `${label}: ${value.label}`,
    }));
  });
}

function valuesOf(
  field: FieldDescription,
  criteria: Criteria,
  lang: string,
): { key: string; label: string }[] {
  if (field.type === 'criteria') {
    return criteria
      .all(field.key)
      .map(({ key, name, path }) => ({ key, label: [...path, name].join(' › ') }));
  }
  if (field.type !== 'choice') return [];
  return (field.options ?? []).map(({ key, label }) => ({ key, label: labelOf(label, lang) }));
}
