/**
 * Why a mail did not arrive, in the words of the field (the 34 reasons of Sisimai's public samples). The other server's words
 * are looked at first, since many codes say little; then the enhanced code (RFC 3463).
 */

const WORDS: readonly (readonly [reason: string, words: RegExp])[] = [
  // Sentences of single systems that say something else than their words.
  ['userunknown', /5\.4\.1 \[?[^\s\]]+\]?: recipient address rejected: access denied/i],
  ['rejected', /all recipient addresses rejected|groups\.google\.com\/support|domain of sender address/i],
  ['securityerror', /unauthenticated senders? not allowed/i],
  ['notaccept', /null mx|does ?n[o'’]t (?:receive|accept) (?:e-?)?mail/i],
  ['blocked', /ip=[\d.]+ - a problem occurred|refused to talk to me|my name was rejected|service refus/i],
  ['toomanyconn', /too many recipients \(|552 too many recipients|ip frequency limited/i],
  ['speeding', /too many recipients this (?:hour|day)/i],
  [
    'userunknown',
    /no valid recipients? for|recipient name is not recognized|not listed in .{0,40}address book/i,
  ],
  ['mailboxfull', /number of messages in .{0,40}mailbox exceeded/i],
  [
    'authfailure',
    /\b5\.7\.(?:20|21|22|23|24|26|27|28|509)\b|\bdmarc\b|\bspf\b(?!am)|\bdkim\b|unauthenticated email|not authenticated|sender policy|authentication (?:checks|failed|information)|fail(?:ed|s)? to authenticate/i,
  ],
  [
    'requireptr',
    /\b5\.7\.25\b|\bptr\b|reverse dns|reverse lookup|cannot find your (?:reverse )?hostname|unable to resolve your ip|rdns|does not have a hostname|unverif[iy]able sending ip/i,
  ],
  ['virusdetected', /\bvirus\b|\binfected\b|malware|trojan/i],
  [
    'spamdetected',
    /\bspam\b(?! ?haus)|message content rejected|unsolicited|looks like (?:junk|spam)|bulk mail/i,
  ],
  [
    'mailboxfull',
    /mailbox (?:is )?(?:full|over)|over (?:the )?quota|quota (?:exceeded|is full)|exceeded (?:storage|quota)|mailbox size limit|not enough space|user is over|account is full|over its limit|disk quota|storage (?:allocation|quota)|alan.{0,20}dolu|kutusu dolu|skrzynka.{0,20}(?:pełna|przepełniona)|full mailbox|out of storage|mail(?:box|drop|folder) (?:has )?exceed|insufficient (?:mailbox )?storage|mailbox.{0,20}no (?:more )?space|kotas[ıi]|przekroczon.{0,20}(?:limit|pojemno)/i,
  ],
  [
    'exceedlimit',
    /\b5\.2\.3\b|message (?:size )?exceeds|too (?:large|big)|exceeds (?:size|maximum|limit)|size limit/i,
  ],
  [
    'suspend',
    /account (?:is |has been )?(?:suspended|disabled|inactive|deactivated|closed|locked)|mailbox (?:is )?(?:currently )?(?:disabled|suspended|inactive|unavailable)|user.{0,20}(?:suspended|disabled|inactive)|not active|no longer (?:in use|active)|has been (?:suspended|disabled)|is frozen|temporarily disabled/i,
  ],
  ['hasmoved', /has moved|user not local; please try|changed (?:his|her|their|its) address|new address/i],
  [
    'norelaying',
    /relay(?:ing)? (?:not (?:permitted|allowed)|denied|access denied|prohibited)|not (?:permitted|allowed) to relay|unable to relay|relaying denied|not a gateway|address is not verified|email address not verified/i,
  ],
  [
    'hostunknown',
    /host (?:or domain name )?(?:unknown|not found)|domain (?:not found|does ?n[o']t exist|is not exist)|unknown host|no such (?:host|domain)|name or service not known|unrouteable (?:mail )?domain|couldn'?t find any host|bad destination (?:mailbox|system)|null mx|nxdomain|no mx/i,
  ],
  [
    'userunknown',
    /user (?:is )?unknown|unknown (?:user|recipient|local part|address)|no such (?:user|recipient|mailbox|address|person)|does ?n[o']t exist|not (?:a )?(?:found|known|listed)|invalid (?:recipient|mailbox|address|user)|mailbox (?:not found|unavailable)|recipient (?:address )?(?:not found|unknown|rejected(?!:? ?\S)|rejected: (?:user|undeliverable|unverified|unknown|no such))|no mailbox|not our customer|address rejected: (?:user|undeliverable)|unable to find|account (?:not found|that you tried)|recipnotfound|not a (?:known|valid) (?:user|mailbox|recipient)|not a registered|user doesn'?t|address(?:ee)? unknown|no (?:account|user|recipient|person) (?:by|with|of) (?:that|this) name|no such account|kullanıcı.{0,20}(?:bulunamadı|yok)|nie (?:istnieje|ma takiego)|unrouteable address|bad address|nobody|not exist|couldn't be found|isn'?t (?:a valid|found)|invalid/i,
  ],
  [
    'blocked',
    /\bblocked\b|black ?list|block ?list|\brbl\b|spamhaus|\bbanned\b|your ip|listed (?:in|at|by)|reputation|poor|denied (?:by|due to)|access denied|client host .{0,60}rejected|rejected.{0,30}(?:client|host|connect)|dynamic ip|\[?b[0-9]+\]? .*ip|helo|not accepting (?:mail|connections) from/i,
  ],
  [
    'toomanyconn',
    /too many (?:connections|concurrent|sessions|hops? from)|connection limit|concurrency limit|rate limit|too many messages/i,
  ],
  ['speeding', /too (?:fast|quickly|many emails)|throttl|rate.{0,20}exceeded|deferred due to/i],
  [
    'rejected',
    /sender (?:address )?(?:rejected|denied|not|domain|verify)|\b5\.1\.[78]\b|mail from|from address|domain of sender|access denied.{0,20}sender|you are not (?:allowed|permitted|authorized) to (?:post|send)|posting to this group|permission/i,
  ],
  ['securityerror', /starttls|\btls\b|encryption|certificate|access key|security/i],
  [
    'notcompliant',
    /rfc ?(?:5322|2822|822|5321|2821)\b(?! *;)|not compliant|malformed|bare lf|header.{0,20}missing/i,
  ],
  [
    'policyviolation',
    /policy|prohibited|attachment.{0,20}(?:type|not)|content.{0,20}(?:rejected|not)|delivery not authorized|message refused/i,
  ],
  ['systemfull', /system storage|insufficient system|out of disk|file system full/i],
  [
    'expired',
    /message expired|retry time not reached|timed? ?out|time ?out|(?:too long|retry (?:time|timeout)|maximum (?:time|age)|could not be delivered for|delivery time expired|queue (?:time|lifetime)|has expired|giving up|has been in (?:the )?queue|4\.4\.7|5\.4\.7|unable to (?:connect|deliver) .{0,20}(?:days|hours)|no answer|connection refused|connect to .{0,80}:)/i,
  ],
  [
    'networkerror',
    /too many hops|loop|routing|network (?:is )?unreachable|no route|dns (?:error|failure|soft)|name server|could not (?:connect|contact)|lost connection|greylist/i,
  ],
  [
    'filtered',
    /filter|not interested|refused by recipient|recipient'?s? (?:settings|refus)|user (?:reject|refus)/i,
  ],
  [
    'mailererror',
    /mailer error|command (?:failed|output)|pipe|procmail|exit (?:code|status)|returned error|x-unix/i,
  ],
  [
    'systemerror',
    /system (?:error|problem|not accepting)|internal (?:error|server)|local error|configuration error|service (?:not )?(?:available|unavailable)|server error|i\/o error/i,
  ],
];

/** Enhanced codes that speak for themselves, without their class. */
const CODES: Record<string, string> = {
  '1.0': 'userunknown',
  '1.1': 'userunknown',
  '1.2': 'hostunknown',
  '1.3': 'userunknown',
  '1.4': 'filtered',
  '1.6': 'hasmoved',
  '1.7': 'rejected',
  '1.8': 'rejected',
  '1.9': 'systemerror',
  '1.10': 'notaccept',
  '2.0': 'filtered',
  '2.1': 'suspend',
  '2.2': 'mailboxfull',
  '2.3': 'exceedlimit',
  '2.4': 'filtered',
  '3.0': 'systemerror',
  '3.1': 'systemfull',
  '3.2': 'notaccept',
  '3.3': 'systemerror',
  '3.4': 'exceedlimit',
  '3.5': 'systemerror',
  '4.0': 'networkerror',
  '4.1': 'expired',
  '4.2': 'expired',
  '4.3': 'systemerror',
  '4.4': 'hostunknown',
  '4.5': 'toomanyconn',
  '4.6': 'networkerror',
  '4.7': 'expired',
  '6.0': 'contenterror',
  '6.1': 'contenterror',
  '6.2': 'contenterror',
  '7.0': 'securityerror',
  '7.1': 'policyviolation',
  '7.2': 'filtered',
  '7.9': 'policyviolation',
  '7.13': 'suspend',
};

/** Codes whose meaning is beyond doubt: words of the other server do not change them. */
const SURE = new Set(['1.1', '1.2', '1.6', '2.2', '3.4', '1.10', '7.13']);

export interface Circumstances {
  recipient: string;
  /** The other side says that it may pass. */
  temporary: boolean;
  /** It is only late so far. */
  late: boolean;
}

/** Mobile providers of Japan, which say "user unknown" where their customer takes no mail of strangers; one of them names nobody then. */
function isRefusal(recipient: string, words: string): boolean {
  if (/@(?:[\w-]+\.)*docomo\.(?:[\w-]+\.)*ne\.jp$/i.test(recipient)) return true;
  return /@ezweb\.ne\.jp$/i.test(recipient) && /\b550:? :\s*user unknown/i.test(words);
}

/** The reason for a code and the other server's words; `undefined` where neither says anything. */
export function bounceReason(
  status: string,
  words: string,
  { recipient, temporary, late }: Circumstances,
): string {
  const found = saidReason(status, words.slice(0, 3000));
  if (found === 'userunknown' && isRefusal(recipient, words)) return 'filtered';
  // A name that is not found just now is trouble of the network, not the end of a domain.
  if (found === 'hostunknown' && temporary) return 'networkerror';
  return late && (found === 'onhold' || found === 'undefined') ? 'expired' : found;
}

function saidReason(status: string, text: string): string {
  const code = status.replace(/^[245]\./, '');
  if (
    SURE.has(code) &&
    !/spam|block|relay|dmarc|spf|not verified|quota|full|too many|sender|disk space|recipient address rejected/i.test(
      text,
    )
  )
    return CODES[code] as string;
  return (
    WORDS.find(([, pattern]) => pattern.test(text))?.[0] ??
    CODES[code] ??
    (text.trim() === '' && code === '' ? 'undefined' : 'onhold')
  );
}

const STATES: Record<string, string> = {
  userunknown: 'address-dead',
  hostunknown: 'address-dead',
  hasmoved: 'address-dead',
  mailboxfull: 'mailbox-full',
  exceedlimit: 'mailbox-full',
  blocked: 'blocked',
  rejected: 'blocked',
  spamdetected: 'blocked',
  virusdetected: 'blocked',
  badreputation: 'blocked',
  requireptr: 'blocked',
  speeding: 'blocked',
  toomanyconn: 'blocked',
  policyviolation: 'policy',
  authfailure: 'policy',
  securityerror: 'policy',
  notcompliant: 'policy',
};

/** What it means for the address: only `address-dead` changes a card (docs/decisions: hard is not dead). */
export function bounceState(reason: string, words: string): string {
  // A server that serves the address no more, not one that does not serve us.
  if (reason === 'norelaying' && /relay/i.test(words)) return 'address-dead';
  return STATES[reason] ?? 'unknown';
}
