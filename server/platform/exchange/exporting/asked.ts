import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { dayIn } from '#kernel/clock.ts';
import { run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { type ListOptions, list } from '#platform/records/list.ts';
import { asked } from '#platform/records/resource.ts';
import { SEPARATORS, type Separator } from '../reading/separator.ts';
import { columnsOf } from './columns.ts';
import { exportList } from './command.ts';
import { csvFile, excelFile } from './stream.ts';

const { limit: _limit, cursor: _cursor, count: _count, ...narrowing } = asked.shape;
/** What a list is asked for as a file. */
export const exportShape = z.object({
  ...narrowing,
  /** Name of the entity: `person`. */
  entity: z.string().max(60),
  format: z.enum(['csv', 'xlsx']).default('csv'),
  /** Keys of fields, between commas; all that lists show where absent. */
  columns: z
    .string()
    .max(4000)
    .transform((text) => text.split(',').filter((key) => key !== ''))
    .optional(),
  separator: z.enum(SEPARATORS).optional(),
});

export type ExportAsked = z.output<typeof exportShape>;

/** A list as a file, by whichever door: its bytes, and what it is called. What was asked is written down first. */
export async function exported(actor: Actor, sent: ExportAsked): Promise<{ body: Readable; name: string }> {
  const { entity: name, format, columns: keys, separator, ...narrow } = sent;
  const entity = (await catalog()).entities.get(name);
  if (entity === undefined) throw Fault.invalidAt('entity', 'export.entity', `there is no list of "${name}"`);
  const columns = await columnsOf(name, keys, actor.language);
  const listed = { ...narrow, entity: name, actor } as Omit<ListOptions, 'limit' | 'cursor' | 'count'>;
  // A question that cannot be is refused before anything is sent, and before it is written down as answered.
  await list({ ...listed, limit: 1 });
  const asked_ = Object.fromEntries(Object.entries(narrow).filter(([, value]) => value !== undefined));
  await run(
    exportList,
    { entity: name, format, columns: columns.map(({ key }) => key), asked: asked_ },
    actor,
  );
  const label = entity.label.many[actor.language];
  const whole = { list: listed, columns, language: actor.language };
  const body =
    format === 'csv' ? csvFile(whole, separator ?? usual(actor.language)) : excelFile(whole, label);
  return { body, name: `${label} ${dayIn(actor.zone, now())}.${format}` };
}

/** What Excel takes for the separator of lists where the decimal sign is a comma. */
function usual(language: string): Separator {
  return language === 'en' ? ',' : ';';
}
