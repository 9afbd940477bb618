// Mail as text: what is written, what is quoted, and HTML that can never be more than it says.

import test from 'ava';
import fc from 'fast-check';
import { laterMoments } from '#widgets/mailroom/compose/later.ts';
import { isAddress, partyOf, typedChoice } from '#widgets/mailroom/compose/people-choices.ts';
import { signed } from '#widgets/mailroom/compose/prepared.ts';
import { mark } from '#widgets/mailroom/compose/typing.ts';
import { formatted, linked, splitQuote } from '#widgets/mailroom/plain.ts';

const quotes: Record<string, string> = {
  Thunderbird: 'Tak, pasuje.\n\nW dniu 24.11.2026 o 09:42, Elif Korkmaz pisze:\n> Czy pasuje?',
  Gmail:
    'Evet, uygun.\n\n24 Kasım 2026 Salı 09:42 tarihinde Elif Korkmaz <elif@marmarapack.example> şunu yazdı:\n\n> Uygun mu?',
  'Gmail in English':
    'Fine.\n\nOn Tue, Nov 24, 2026 at 9:42 AM Elif Korkmaz <elif@marmarapack.example> wrote:\n> Fine?',
  Outlook:
    'Uygun.\n\n-----Orijinal İleti-----\nKimden: Elif Korkmaz\nGönderildi: 24 Kasım 2026 Salı 09:42\nKime: Şule\n\nUygun mu?',
  'Outlook without a line':
    'Pasuje.\n\nOd: Elif Korkmaz\nWysłano: wtorek, 24 listopada 2026 09:42\nDo: Ewa\n\nPasuje?',
  'only signs': 'Fine.\n\n> Fine?\n> Or not?\n',
};

for (const [program, text] of Object.entries(quotes)) {
  test(`what ${program} quotes is set apart`, (t) => {
    const { written, quoted } = splitQuote(text);
    t.regex(written, /^(Tak, pasuje|Evet, uygun|Fine|Uygun|Pasuje)\.$/);
    t.regex(quoted, /\?/);
  });
}

test('answers between the lines stay open, and a mail that is only a quote too', (t) => {
  const between = '> Pasuje?\nTak.\n> A cena?\nTeż.';
  t.is(splitQuote(between).written, between);
  t.is(splitQuote('> Pasuje?').written, '> Pasuje?');
});

test('nothing of a text is lost when it is split', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('Merhaba', '> x', '', 'On a, b wrote:', 'Od: a', 'Wysłano: b')),
      (lines) => {
        const text = lines.join('\n');
        const { written, quoted } = splitQuote(text);
        const squeezed = (words: string) => words.replace(/\s+/g, '');
        return squeezed(written + quoted) === squeezed(text);
      },
    ),
  );
  t.pass();
});

test('addresses become links, and what ends the sentence does not belong to them', (t) => {
  t.deepEqual(linked('Bak: https://a.example/x?y=1, ya da www.b.example. Yaz: c@d.example!'), [
    { text: 'Bak: ' },
    { link: 'https://a.example/x?y=1', text: 'https://a.example/x?y=1' },
    { text: ', ya da ' },
    { link: 'https://www.b.example', text: 'www.b.example' },
    { text: '. Yaz: ' },
    { link: 'mailto:c@d.example', text: 'c@d.example' },
    { text: '!' },
  ]);
});

test('what is typed becomes simple HTML', (t) => {
  t.is(
    formatted('Merhaba,\nnasıl?\n\n- **bir**\n- iki [plan](https://a.example/p)\n\n2 * 3 < 7 & "x"'),
    '<p>Merhaba,<br>nasıl?</p>\n<ul><li><strong>bir</strong></li><li>iki <a href="https://a.example/p">plan</a></li></ul>\n<p>2 * 3 &lt; 7 &amp; &quot;x&quot;</p>',
  );
});

test('whatever is typed, the HTML has only our own tags, with nothing in them but a web or mail address', (t) => {
  const pieces = fc.constantFrom(
    '<script>',
    '"',
    "'",
    '**',
    '[a](https://x.example)',
    '[a](javascript:x)',
    'https://e.example"onx=',
    '- ',
    '\n',
    '&',
    '>',
    'a@b.example',
    'ş',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      const html = formatted(parts.join(''));
      const rest = html.replace(
        /<\/?(p|ul|li|strong|a)>|<br>|<a href="(?:https?:\/\/|mailto:)[^"<>]*">/g,
        '',
      );
      return !/[<>"']/.test(rest) && !/javascript:/.test(html.match(/href="[^"]*"/g)?.join('') ?? '');
    }),
  );
  t.pass();
});

test('marks are put around what is chosen, and taken away again', (t) => {
  t.deepEqual(mark('bold', 'ab cd', 3, 5), { text: 'ab **cd**', from: 5, to: 7 });
  t.deepEqual(mark('bold', 'ab **cd**', 5, 7), { text: 'ab cd', from: 3, to: 5 });
  t.is(mark('list', 'x\na\nb', 2, 5).text, 'x\n- a\n- b');
  t.is(mark('list', 'x\n- a\n- b', 2, 9).text, 'x\na\nb');
  t.is(mark('link', 'see plan', 4, 8).text, 'see [plan](https://)');
});

test('an address is taken with or without a name; what is none says so', (t) => {
  t.deepEqual(partyOf(typedChoice('Ewa Śliwińska <ewa@firma.example>', 'no')), {
    address: 'ewa@firma.example',
    name: 'Ewa Śliwińska',
  });
  t.deepEqual(partyOf(typedChoice('ewa@firma.example', 'no')), { address: 'ewa@firma.example', name: null });
  t.is(typedChoice('ewa', 'no').fault, 'no');
  for (const good of ['a@b.example', 'ad.soyad+x@firma.com.tr', 'kişi@örnek.example'])
    t.true(isAddress(good), good);
  for (const bad of [
    'a@b',
    'a b@c.example',
    'a@b..example',
    'a@-b.example',
    '@b.example',
    'a@b.example, c@d.example',
  ])
    t.false(isAddress(bad), bad);
});

test('later is this afternoon, tomorrow and Monday, never the past', (t) => {
  const hours = (now: string) => laterMoments(new Date(now)).map((at) => `${at.getDay()} ${at.getHours()}`);
  t.deepEqual(hours('2026-11-24T09:22:00'), ['2 14', '3 8', '1 8']);
  t.deepEqual(hours('2026-11-24T13:45:00'), ['3 8', '1 8']);
  t.deepEqual(hours('2026-11-22T20:00:00'), ['1 8'], 'on Sunday tomorrow is Monday');
});

test('a signature is set apart as the standard says, and can carry no markup', (t) => {
  t.deepEqual(signed('Marmara\n<b>Satış</b>'), {
    text: '\n\n-- \nMarmara\n<b>Satış</b>',
    html: '<div class="lobi-signature">-- <br>Marmara<br>&lt;b&gt;Satış&lt;/b&gt;</div>',
  });
  t.deepEqual(signed('  '), { text: '', html: '' });
});
