import { newId } from '#kernel/ids.ts';
import { fold } from '#kernel/text/fold.ts';
import type { Found } from './find.ts';
import { differs, type Intent, positionValues, type Settled } from './intent.ts';
import type { Values } from './values.ts';

/** The position in an organisation: the one that stands is changed, where there is one; else it is made. */
export function employ(
  settled: Settled,
  found: Found,
  person: Intent,
  organisationId: string,
  values: Values,
): void {
  const said_ = positionValues(values);
  const intended = settled.positions.filter(
    ({ values: each }) => each.personId === person.id && each.organisationId === organisationId,
  );
  const standing = (found.positions.get(person.id) ?? []).filter(
    (each) =>
      each.organisationId === organisationId && (each.untilOn === null || values.until === each.untilOn),
  );
  const title = fold(values.title ?? '');
  const same =
    standing.find((each) => each.titleFolded === title) ?? (standing.length === 1 ? standing[0] : undefined);
  if (intended.some(({ values: each }) => each.titleFolded === title || title === '')) return;
  if (same === undefined) {
    const whole = {
      title: '',
      titleFolded: '',
      department: '',
      departmentFolded: '',
      fromOn: null,
      untilOn: null,
      ...said_,
    };
    settled.positions.push({
      before: null,
      values: { ...whole, id: newId(), personId: person.id, organisationId },
    });
    return;
  }
  const changes = Object.fromEntries(
    Object.entries(said_).filter(([key, value]) => differs(same, key, value)),
  );
  if (Object.keys(changes).length > 0)
    settled.positions.push({
      before: same,
      values: { ...changes, id: same.id, personId: person.id, organisationId },
    });
}
