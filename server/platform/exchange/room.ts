import { readTexts } from '#kernel/i18n.ts';
import { room } from '#kernel/room.ts';
import '#platform/access/offered.ts';
import '#platform/access/policy.ts';
import '#platform/records/declared.ts';
import '#platform/settings/api.ts';
import { bringIn, takeBack } from './bring-in.ts';
import {
  addImport,
  changeImport,
  closeImport,
  lookImport,
  runImport,
  stopImport,
  undoImport,
} from './commands.ts';
import { exportList } from './exporting/command.ts';
import { importsHand, letGo } from './hand.ts';
import { importEntity } from './model.ts';
import { importPolicy } from './policy.ts';
import { importPresenter } from './present.ts';
import { EXPORT_ROUTES } from './routes/exports.ts';
import { IMPORT_ROUTES } from './routes/imports.ts';
import { EXCHANGE_SETTINGS } from './settings.ts';
import { forgetImports } from './timers.ts';

export default room({
  name: 'exchange',
  says: 'Tables in and out: files of CSV and Excel brought in row by row and taken back, lists written out.',
  entities: [importEntity],
  policies: [importPolicy],
  commands: [
    ...[addImport, changeImport, lookImport, runImport, stopImport, undoImport, closeImport],
    ...[bringIn, takeBack],
    exportList,
  ],
  routes: [...IMPORT_ROUTES, ...EXPORT_ROUTES],
  // As the command "export.take" asks for it.
  verbsOfEveryEntity: ['export'],
  presenters: [importPresenter],
  hands: [importsHand],
  timers: [forgetImports],
  settings: EXCHANGE_SETTINGS,
  texts: readTexts(import.meta.dirname),
  closes: () => letGo(),
});
