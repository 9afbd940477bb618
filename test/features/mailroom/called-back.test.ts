import test from 'ava';
import { work } from '#kernel/command.ts';
import { putDocument } from '#platform/files/api.ts';
import { ENGINES } from '#test/support/world.ts';
import { stage } from './stage.ts';

for (const engine of ENGINES)
  test(`an answer called back before it leaves answers nothing: its thread waits as before (${engine})`, async (t) => {
    const { m, people, mehmet } = await stage(t, engine);
    await m.arrives({ subject: 'Sipariş', text: 'Ne zaman gelir?' });
    const kept = async () => {
      const [thread] = await m.threads();
      const { awaitingSince, lastInAt, lastOutAt, lastAt, snippet, who, hasAttachments } = thread!;
      return {
        awaitingSince,
        lastInAt,
        lastOutAt,
        lastAt,
        snippet,
        who,
        hasAttachments: Boolean(hasAttachments),
      };
    };
    const before = await kept();
    t.truthy(before.awaitingSince);
    const asked = (await mehmet.get('/api/threads?view=awaiting')).body.items[0];
    const question = (await mehmet.get(`/api/messages?thread=${asked.id}`)).body.items[0];
    m.clock.advance(60_000);
    const file = await m.in(() =>
      work('test', () =>
        putDocument({
          name: 'teklif.txt',
          type: 'text/plain',
          bytes: Buffer.from('12 TL'),
          broughtBy: people.mehmet.id,
        }),
      ),
    );
    const answer = await mehmet.post('/api/messages', {
      to: [{ address: 'ayse@kuzey.example' }],
      subject: 'Ynt: Sipariş',
      text: 'Yarın.',
      attachments: [file.id],
      inReplyTo: question.id,
      sendAt: new Date(m.clock.now().getTime() + 10_000).toISOString(),
    });
    t.is(answer.status, 201);
    await m.settle();
    t.like(await kept(), { awaitingSince: null, snippet: 'Yarın.', hasAttachments: true });
    t.is((await mehmet.call('DELETE', `/api/messages/${answer.body.id}/sending`)).status, 204);
    await m.settle();
    t.deepEqual(await kept(), before);
    t.is((await mehmet.get('/api/threads?view=awaiting')).body.items[0]?.id, asked.id);
  });
