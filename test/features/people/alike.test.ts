import { onApi } from './stage.ts';

/** Who is there already, while a card is typed (P13, first part). */

onApi(
  'cards that share an address, a number, a tax number or a name are told, the surest first',
  async (t, stage) => {
    const { ayse, isil } = stage;
    const point = (kind: string, value: string) => ({ contactPoints: [{ kind, value }] });
    const sule = (
      await ayse.post('/api/persons', {
        givenName: 'Şule',
        familyName: 'Işık',
        ...point('phone', '0532 418 07 66'),
      })
    ).body;
    const mill = (
      await ayse.post('/api/organisations', {
        name: 'Kuzey Un',
        taxNumber: '3100220534',
        ...point('email', 'bilgi@kuzeyun.example'),
      })
    ).body;
    await ayse.post('/api/positions', {
      person: sule.id,
      organisation: mill.id,
      ...point('email', 'sule@kuzeyun.example'),
    });
    const told = async (sent: object, who = ayse) =>
      (await who.post('/api/cards/alike', { of: 'person', ...sent })).body.items.map(
        ({ id, by }: { id: string; by: string }) => [id, by],
      );
    t.deepEqual(await told({ phone: '+90 532 418 0766' }), [[sule.id, 'phone']]);
    t.deepEqual(await told({ email: 'BILGI@kuzeyun.example' }), [[mill.id, 'email']]);
    t.deepEqual(await told({ email: 'sule@kuzeyun.example', name: 'sule  ISIK' }), [[sule.id, 'email']]);
    t.deepEqual(await told({ name: 'SULE ISIK' }), [[sule.id, 'name']]);
    t.deepEqual(await told({ of: 'organisation', taxNumber: '310 022 05 34' }), [[mill.id, 'taxNumber']]);
    // Half-typed values find nothing, and what may not be seen is not told.
    t.deepEqual(await told({ phone: '0532', email: 'bilgi@', name: 'Şu' }), []);
    t.deepEqual(await told({ phone: '+90 532 418 0766', name: 'Şule Işık' }, isil), []);
    await ayse.delete(`/api/persons/${sule.id}`);
    t.deepEqual(await told({ phone: '+90 532 418 0766' }), []);
  },
);
