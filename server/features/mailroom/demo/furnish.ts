import { systemActor } from '#kernel/actor.ts';
import { dayIn } from '#kernel/clock.ts';
import { run, work } from '#kernel/command.ts';
import { house, now } from '#kernel/house.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { freshenRights } from '#platform/access/rights.ts';
import {
  type Demo,
  definitionOf,
  heldOutside,
  mainMailDomain,
  setSetting,
  setting,
} from '#platform/settings/api.ts';
import { addMailbox } from '../commands/mailboxes.ts';
import { Mailbox } from '../model.ts';
import { type Colleague, type Desk, fileLetter } from './file-letter.ts';
import { type Letter, readLetters } from './letters.ts';
import { readUp } from './read-up.ts';

/**
 * The sample correspondence: what came in goes through the pipeline, what went out through the post office, each at its own moment
 * of the last two weeks, so that messages, register numbers, histories and the search index are real.
 */

const DOMAIN = 'marmarapack.example';
const BY = systemActor('Marmara Pack', 'Europe/Istanbul');
/** Turkey has one offset all year. */
const OFFSET = '+03:00';
const MINUTE_MS = 60_000;

const MAILBOXES = [
  {
    local: 'satis',
    name: 'Marmara Pack Satış',
    signature: 'Marmara Pack Ambalaj Makineleri A.Ş.\nGebze OSB, Kocaeli',
    members: ['elif', 'ayse', 'burak', 'tomasz', 'katarzyna'],
  },
  {
    local: 'serwis',
    name: 'Marmara Pack Servis',
    signature: 'Marmara Pack Servis',
    members: ['burak', 'elif', 'tomasz'],
  },
  { local: 'muhasebe', name: 'Marmara Pack Muhasebe', signature: 'Marmara Pack Muhasebe', members: ['elif'] },
];

export const mailroomDemo: Demo = {
  name: 'mailroom',
  async furnish() {
    await prepareHouse();
    const desk = await openDesk();
    const letters = readLetters();
    const latest = letters.at(-1) as Letter;
    let fresh = 0;
    for (const letter of letters) if (await fileLetter(letter, momentOf(letter, latest), desk)) fresh++;
    if (fresh === 0) return [];
    await readUp(desk);
    return [`Sample mail stands in ${MAILBOXES.map(({ local }) => `${local}@${desk.domain}`).join(', ')}`];
  },
};

/** The firm's name and domain, as far as nobody set them outside; mail to strangers stays here. */
async function prepareHouse(): Promise<void> {
  const free = (name: 'mailDomains' | 'company') => heldOutside(definitionOf(name)) === null;
  await work('mailroom.samplePrepare', async () => {
    if (free('company') && setting('company') === 'Lobi')
      await setSetting('company', 'Marmara Pack A.Ş.', BY.name);
    if (free('mailDomains') && !setting('mailDomains').includes(DOMAIN))
      await setSetting('mailDomains', [DOMAIN, ...setting('mailDomains')], BY.name);
    if (setting('sendingHeld') === 'setup') await setSetting('sendingHeld', 'demo', BY.name);
  });
}

async function openDesk(): Promise<Desk> {
  const users = await User.query().whereLike('email', `%@${DOMAIN}`).whereNull('closedAt');
  await freshenRights();
  const colleagues = new Map(
    users.map((user): [string, Colleague] => [
      user.email.split('@')[0] as string,
      { user, actor: actorOf(user, house().config.timeZone) },
    ]),
  );
  const domain = mainMailDomain();
  const mailboxes = new Map<string, string>();
  for (const { local, name, signature, members } of MAILBOXES) {
    const address = `${local}@${domain}`;
    const ids = members.map((member) => colleagues.get(member)?.user.id).filter((id) => id !== undefined);
    const standing = await Mailbox.query().findOne({ address });
    mailboxes.set(
      local,
      (standing ?? (await run(addMailbox, { address, name, kind: 'group', signature, members: ids }, BY))).id,
    );
  }
  return { domain, mailboxes, colleagues, last: new Map() };
}

/** When a letter was written; those of today in their order, the last one some minutes ago. */
function momentOf({ daysAgo, time }: Letter, latest: Letter): Date {
  const at = now().getTime();
  const day = dayIn('Europe/Istanbul', new Date(at - daysAgo * 86_400_000));
  const planned = Date.parse(`${day}T${time}:00${OFFSET}`);
  if (daysAgo > 0) return new Date(planned);
  return new Date(Math.min(planned, at - (minutesOf(latest.time) - minutesOf(time) + 3) * MINUTE_MS));
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
