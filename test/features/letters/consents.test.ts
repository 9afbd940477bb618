import test from 'ava';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { putDocument } from '#platform/files/api.ts';
import { ENGINES } from '#test/support/world.ts';
import { stage } from './stage.ts';

const said = { channel: 'mail', purpose: 'commercial', status: 'given', source: 'paper' } as const;

for (const engine of ENGINES) {
  test(`the scanned evidence of a consent is seen by who sees the card, and is nobody else’s upload (${engine})`, async (t) => {
    const { w, people, mehmet, zofia, person } = await stage(t, { engine });
    const card = { entity: 'person', id: await person({ givenName: 'Ali', familyName: 'Er' }) };
    const bytes = Buffer.from('%PDF-1.4 form');
    const upload = { name: 'onay.pdf', type: 'application/pdf', bytes, broughtBy: people.mehmet.id };
    const scan = async () => ({ id: (await w.in(() => work('test', () => putDocument(upload)))).id });
    const document = await scan();
    t.is((await zofia.post('/api/consents', { card, ...said, document })).status, 422);
    const { status, body } = await mehmet.post('/api/consents', { card, ...said, document });
    t.is(status, 201, JSON.stringify(body));
    t.like(body.document, { entity: 'document', id: document.id });
    t.is((await zofia.get(`/api/documents/${document.id}/content`)).status, 200);
    // It is evidence of one thing.
    const again = await mehmet.post('/api/consents', { card, ...said, document });
    t.is(again.body.errors[0].code, 'consent.document');
    const many = await mehmet.post('/api/consents/bulk', { cards: [card], ...said, document: await scan() });
    t.is(many.status, 422);
    t.is(await w.in(async () => (await db()('consents').select('id')).length), 1);
  });

  test(`an older consent that is written down later does not undo a refusal (${engine})`, async (t) => {
    const { sink, mehmet, person, letter, send, recipients } = await stage(t, { engine });
    const email = 'ali@kuzey.example';
    const ali = { entity: 'person', id: await person({ givenName: 'Ali', familyName: 'Er', email }) };
    const ece = {
      entity: 'person',
      id: await person({ givenName: 'Ece', familyName: 'Er', email: 'ece@kuzey.example' }),
    };
    const cards = [ali, ece];
    await mehmet.post('/api/consents', { card: ali, ...said, status: 'refused', at: '2026-03-01T09:00:00Z' });
    const { status, body } = await mehmet.post('/api/consents/bulk', {
      cards,
      ...said,
      at: '2025-01-01T09:00:00Z',
    });
    t.is(status, 200, JSON.stringify(body));
    const id = await letter({ purpose: 'commercial', audience: { cards } });
    await send(id);
    t.deepEqual((await recipients(id)).map(({ name, state, reason }) => [name, state, reason]).toSorted(), [
      ['Ali Er', 'skipped', 'refused'],
      ['Ece Er', 'sent', null],
    ]);
    t.deepEqual(
      sink.mails.map((mail) => mail.to[0]),
      ['ece@kuzey.example'],
    );
  });
}
