import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { sendersOf } from '#platform/messages/parts.ts';
import { list } from '#platform/records/list.ts';
import type { Demo } from '#platform/settings/api.ts';
import { setting } from '#platform/settings/api.ts';
import { addLetter } from './commands.ts';

/** A draft of the sample firm to the first of its groups: nothing of it leaves by itself. */
export const lettersDemo: Demo = {
  name: 'letters',
  async furnish() {
    if ((await db()('letters').first('id')) !== undefined) return [];
    const user = await User.query().findOne({ email: 'ayse@marmarapack.example' });
    if (user === undefined) return [];
    const by = actorOf(user, setting('timeZone'));
    const { items } = await list({ entity: 'group', actor: by, limit: 10 });
    const group = items.find(({ of }) => of === 'person');
    const [sender] = await sendersOf(by);
    if (group === undefined || sender === undefined) return [];
    await run(
      addLetter,
      {
        mailbox: { entity: 'mailbox', id: sender.mailboxId },
        subject: '2027 fiyat listesi',
        text: '{{organisation | Firmanız}} için hazırladığımız 2027 fiyat listesini bu hafta göndereceğiz. Yıl sonuna kadar verilen siparişlerde bugünkü fiyatlar geçerlidir.\n\nSaygılarımızla',
        purpose: 'service',
        language: 'tr',
        audience: { group: group.id },
      },
      by,
    );
    return [];
  },
};
