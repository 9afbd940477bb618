import { lookAtHouse } from '#platform/messages/doctor/house.ts';
import type { Finding } from '#platform/messages/doctor/look.ts';
import { healthChecks } from '#platform/system/health.ts';

/** `lobi doctor`: the checks of the administration page, then what DNS says about the mail of each domain. */

const print = (line: string) => process.stdout.write(`${line}\n`);

const STATES: Record<Finding['state'], string> = {
  ok: 'well   ',
  bad: 'UNWELL ',
  note: 'note   ',
  unknown: 'unknown',
};

/** By code of the finding; what is to be typed is printed below. */
export const SENTENCES: Readonly<Record<string, string>> = {
  'mx.ok': 'Mail for this domain comes here.',
  'mx.missing': 'No server is named for mail to this domain. Type at your DNS provider:',
  'mx.elsewhere': 'Mail for this domain goes to another server first. If it is to come straight here, type:',
  'mx.unknown': 'The name servers gave no answer. Where mail is to come straight here, there should be:',
  'spf.ok': 'Others see that this server may send for the domain.',
  'spf.missing': 'Nothing says who may send for this domain; many servers refuse its mail. Type:',
  'spf.double': 'There are several SPF records, which counts as none. Put this one in their place:',
  'spf.without': 'The record does not name this server. Put this one in its place:',
  'spf.relay':
    'The record does not name the smart host; its owner may ask for another word. If nothing else does:',
  'spf.unknown': 'The name servers gave no answer. There should be (what is new added to what stands):',
  'dkim.ok': 'Mail is signed, and others can check it.',
  'dkim.none': 'Mail is not signed. Make keys in the console: Settings, Mail delivery.',
  'dkim.missing': 'The keys are not in DNS yet. Type:',
  'dkim.unused': 'The keys are in DNS. Start signing in the console: Settings, Mail delivery.',
  'dkim.unknown': 'The name servers gave no answer. There should be:',
  'dmarc.ok': 'Others know what to do with mail that only claims this domain.',
  'dmarc.missing':
    'Nothing says what others do with mail that only claims this domain. Begin by watching; type:',
  'dmarc.watching': 'Forged mail is let through. When SPF and DKIM are right, change p=none to p=quarantine.',
  'dmarc.wrong': 'The record cannot be used. Put this one in its place:',
  'dmarc.unknown': 'The name servers gave no answer. There should be:',
  'ptr.ok': 'The sending address has the right name.',
  'ptr.relay': 'The smart host sends, so its name counts.',
  'ptr.noAddress': 'This host has no address in DNS. Type its public address:',
  'ptr.wrong':
    'The sending address has another name; many servers refuse its mail. Ask who gives you the address to set:',
  'ptr.unknown': 'The name servers gave no answer. The sending address should have the name of this host.',
};

/** 1 where something is to be put right. What nobody could be asked about is no fault. */
export async function doctor(): Promise<number> {
  const checks = await healthChecks();
  for (const check of checks)
    print(
      `${STATES[check.ok ? 'ok' : 'bad']} ${check.name.padEnd(12)} ${check.says}${check.does === null ? '' : ` ${check.does}`}`,
    );
  const { domains } = await lookAtHouse();
  for (const { domain, findings } of domains) {
    print(`\nMail of ${domain}`);
    for (const each of findings) tell(each);
  }
  const well = checks.every((check) => check.ok);
  const mailWell = domains.every(({ findings }) => findings.every((each) => each.state !== 'bad'));
  return well && mailWell ? 0 : 1;
}

function tell({ what, state, code, found, records }: Finding): void {
  print(`${STATES[state]} ${what.padEnd(12)} ${SENTENCES[code] ?? code}`);
  for (const { type, name, value } of records) print(`          ${name}  ${type}  ${value}`);
  if (state !== 'ok') for (const each of found) print(`          now: ${each}`);
}
