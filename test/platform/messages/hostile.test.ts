import test, { type ExecutionContext } from 'ava';
import { bendMailOptions, type Timeouts } from '#platform/messages/channels/mail/options.ts';
import { greet, type OddTalk, oddServer, takeEnvelope } from '#test/support/odd-server.ts';
import { postOffice } from '#test/support/post-office.ts';

const PATIENT: Partial<Timeouts> = {
  connect: 5000,
  greeting: 5000,
  command: 5000,
  stall: 5000,
  end: 5000,
  whole: 10_000,
  idle: 100,
};

/** Sends one mail to a server that plays a script; gives the recipient and its attempts. */
async function against(
  t: ExecutionContext,
  script: (talk: OddTalk) => Promise<void>,
  timeouts: Partial<Timeouts> = {},
) {
  const odd = await oddServer(t, script);
  const office = await postOffice(t, { environment: { LOBI_RELAY_URL: odd.url } });
  await office.w.in(async () => bendMailOptions({ timeouts: { ...PATIENT, ...timeouts } }));
  await office.send({ to: ['ewa@zolc.example'] });
  await office.w.settle();
  const [recipient] = await office.rows('recipients');
  const attempts = await office.rows('attempts');
  return { ...office, odd, recipient: recipient as Record<string, any>, attempts };
}

test.serial('a server that never greets costs its time-out and no more', async (t) => {
  const { recipient, attempts } = await against(t, async () => {}, { greeting: 400 });
  t.is(recipient.state, 'queued');
  t.is(attempts[0]?.outcome, 'later');
  t.regex(attempts[0]?.reply, /No answer within 0\.4 s/);
});

test.serial('a server that stops talking after DATA is left, and the mail comes again', async (t) => {
  const { recipient, attempts } = await against(
    t,
    async (talk) => {
      await greet(talk, 'PIPELINING');
      await takeEnvelope(talk);
      await talk.hearMail();
    },
    { end: 400 },
  );
  t.is(recipient.state, 'queued');
  t.is(attempts[0]?.outcome, 'unknown');
  t.regex(attempts[0]?.reply, /had been given; its answer is missing/);
});

test.serial('an acceptance that comes before the mail was given counts for nothing', async (t) => {
  const { recipient, attempts } = await against(t, async (talk) => {
    await greet(talk, 'PIPELINING');
    for (const answer of ['250 ok', '250 ok', '354 go on\r\n250 2.0.0 taken, thank you']) {
      await talk.hear();
      talk.say(`${answer}\r\n`);
    }
    await talk.hearMail();
  });
  t.is(recipient.state, 'queued');
  t.is(attempts[0]?.outcome, 'later');
  t.regex(attempts[0]?.reply, /answered what was not asked/);
});

test.serial('a line without end and a reply without end are cut off', async (t) => {
  const line = await against(t, async (talk) => {
    talk.say(`220 ${'x'.repeat(20_000)}`);
  });
  t.regex(line.attempts[0]?.reply, /line without end/);
  const reply = await against(t, async (talk) => {
    for (let n = 0; n < 500; n++) talk.say('220-still here\r\n');
  });
  t.regex(reply.attempts[0]?.reply, /reply without end/);
});

test.serial('what is no SMTP at all is put off', async (t) => {
  const { recipient, attempts } = await against(t, async (talk) =>
    talk.say('HTTP/1.1 400 Bad Request\r\n\r\n'),
  );
  t.is(recipient.state, 'queued');
  t.regex(attempts[0]?.reply, /does not speak SMTP: HTTP/);
});

test.serial('words slipped in before TLS end the conversation', async (t) => {
  const { attempts } = await against(t, async (talk) => {
    await greet(talk, 'STARTTLS');
    await talk.hear();
    talk.say('220 ready\r\n250-odd.example\r\n250 AUTH PLAIN\r\n');
  });
  t.is(attempts[0]?.outcome, 'later');
  t.regex(attempts[0]?.reply, /answered what was not asked|talked before TLS/);
});

test.serial('broken TLS does not stop the mail: it goes in clear, and the attempt says so', async (t) => {
  const { recipient, attempts, odd } = await against(t, async (talk) => {
    await greet(talk, ...(talk.number === 1 ? ['STARTTLS'] : []));
    if (talk.number === 1) {
      await talk.hear();
      talk.say('220 ready\r\n');
      talk.say('this is no handshake at all\r\n');
      return;
    }
    while (await takeEnvelope(talk)) {
      await talk.hearMail();
      talk.say('250 2.0.0 taken\r\n');
    }
  });
  t.is(odd.connections, 2);
  t.is(recipient.state, 'sent');
  t.is(attempts[0]?.tls, 'none');
});

test.serial('without PIPELINING each command waits for its answer', async (t) => {
  const early: string[] = [];
  const { recipient } = await against(t, async (talk) => {
    await greet(talk);
    for (const answer of ['250 ok', '250 ok', '354 go on']) {
      const line = await talk.hear();
      await new Promise((resolve) => setTimeout(resolve, 30));
      if (talk.socket.readableLength > 0) early.push(line ?? '');
      talk.say(`${answer}\r\n`);
    }
    await talk.hearMail();
    talk.say('250 taken\r\n');
  });
  t.is(recipient.state, 'sent');
  t.deepEqual(early, []);
});

test.serial('a server that wants the mail although it refused the recipient gets nothing', async (t) => {
  const got: (string | null)[] = [];
  const { recipient, attempts } = await against(t, async (talk) => {
    await greet(talk, 'PIPELINING');
    for (const answer of ['250 ok', '550 5.1.1 nobody of that name', '354 but tell me']) {
      await talk.hear();
      talk.say(`${answer}\r\n`);
    }
    got.push(await talk.hearMail());
  });
  t.deepEqual(got, [null]);
  t.is(recipient.state, 'failed');
  t.is(attempts[0]?.enhancedCode, '5.1.1');
});

test.serial('a server that hangs up between two mails costs the second no time', async (t) => {
  const odd = await oddServer(t, async (talk) => {
    await greet(talk, 'PIPELINING');
    await takeEnvelope(talk);
    await talk.hearMail();
    talk.say('250 2.0.0 one is enough for me\r\n');
    talk.hangUp();
  });
  const { w, send, rows } = await postOffice(t, { environment: { LOBI_RELAY_URL: odd.url } });
  await w.in(async () => bendMailOptions({ relay: { connections: 1, depth: 4, mailsPerConnection: 100 } }));
  await send({ to: ['a@zolc.example', 'b@zolc.example', 'c@zolc.example'] });
  await w.settle();
  t.deepEqual(
    (await rows('recipients')).map((row) => row.state),
    ['sent', 'sent', 'sent'],
  );
  t.is(odd.connections, 3);
});

test.serial('a server that stops reading in the middle of a large mail is left', async (t) => {
  const odd = await oddServer(t, async (talk) => {
    await greet(talk, 'PIPELINING');
    await takeEnvelope(talk);
    talk.socket.pause();
  });
  const { w, people, rows } = await postOffice(t, { environment: { LOBI_RELAY_URL: odd.url } });
  await w.in(async () => bendMailOptions({ timeouts: { stall: 500 } }));
  const { putDocument } = await import('#platform/files/api.ts');
  const { work } = await import('#kernel/command.ts');
  const { sendMessage } = await import('#platform/messages/commands.ts');
  await w.in(async () => {
    const document = await work('test', () =>
      putDocument({
        name: 'büyük.bin',
        type: 'application/octet-stream',
        bytes: Buffer.alloc(12_000_000, 7),
        broughtBy: people.mehmet.id,
      }),
    );
    await sendMessage(
      { to: ['a@zolc.example'], subject: 'Ek', text: 'Ekte', attachments: [document.id] },
      people.as(people.mehmet),
    );
  });
  await w.settle();
  const [attempt] = await rows('attempts');
  t.is(attempt?.outcome, 'later');
  t.regex(attempt?.reply, /took no byte for 0\.5 s/);
});
