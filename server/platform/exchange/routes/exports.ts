import { z } from 'zod';
import { dayIn } from '#kernel/clock.ts';
import { run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { type Call, Reply, type Route, route } from '#kernel/http/route.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { type ListOptions, list } from '#platform/records/list.ts';
import { asked } from '#platform/records/resource.ts';
import { columnsOf } from '../exporting/columns.ts';
import { exportList } from '../exporting/command.ts';
import { csvFile, excelFile } from '../exporting/stream.ts';
import { SEPARATORS, type Separator } from '../reading/separator.ts';

const { limit: _limit, cursor: _cursor, count: _count, ...narrowing } = asked.shape;
export const question = z.object({
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

type Question = z.output<typeof question>;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A list as a file; what was asked is written down first. For routes and the command line. */
export async function exported({ actor }: Pick<Call, 'actor'>, sent: Question): Promise<Reply> {
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
  return new Reply(body, {
    'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : XLSX,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${label} ${dayIn(actor.zone, now())}.${format}`)}`,
  });
}

/** What Excel takes for the separator of lists where the decimal sign is a comma. */
function usual(language: string): Separator {
  return language === 'en' ? ',' : ';';
}

export const EXPORT_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/exports',
    says: 'Writes a list out as CSV or Excel: the whole filter, the columns that are named, what the actor may see.',
    takes: { query: question },
    handle: (call) => exported(call, call.query),
  }),
  route({
    method: 'POST',
    path: '/api/exports',
    says: 'The same as GET, for queries that are too long for an address.',
    status: 200,
    takes: { body: question.extend({ where: z.record(z.string(), z.unknown()).optional() }) },
    handle: (call) => exported(call, call.body as Question),
  }),
];
