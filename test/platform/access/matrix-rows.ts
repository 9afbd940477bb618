/**
 * Every route of the house and what it is about. A new route gets a row here, or the matrix fails:
 *
 *   open         strangers may call it
 *   own          about whoever asks; `own TABLE` with ids of a table: those of others do not exist
 *   all          the same for everybody who is signed in
 *   admin        administrators only; everybody else is refused alike, whatever exists
 *   list ENTITY  records of which the asker sees some; counts say no more
 *   record ENTITY  one record: what one may not see answers as what does not exist
 *   verb ENTITY  a deed that names no record in its path
 *   search, about, alerts   further ways in which records are told
 */
const TABLE = `
all                   GET               /api/entities
all                   GET               /api/entities/:name
list user             GET               /api/users
record user           GET,PATCH,DELETE  /api/users/:id
admin                 POST              /api/users
record user           POST              /api/users/:id/restore
record user           POST              /api/users/:id/password
list team             GET               /api/teams
record team           GET,PATCH,DELETE  /api/teams/:id
verb team             POST              /api/teams
all                   GET               /api/roles
all                   GET               /api/roles/:id
admin                 POST              /api/roles
admin                 PATCH,DELETE      /api/roles/:id
admin                 GET               /api/rights
admin user            GET               /api/users/:id/rights
own                   GET,POST          /api/second-factor
own                   POST              /api/second-factor/confirmation
own                   POST              /api/second-factor/recovery-codes
own                   POST              /api/second-factor/removal
admin user            DELETE            /api/users/:id/second-factor
admin                 GET,POST          /api/hand-overs
admin                 GET               /api/hand-overs/:id
admin                 POST              /api/hand-overs/:id/return
admin user            GET               /api/users/:id/portfolio
open                  POST              /api/session
own                   GET,DELETE        /api/session
open                  POST              /api/password-resets
open                  POST              /api/password-resets/:token
own                   GET,DELETE        /api/sessions
own sessions          DELETE            /api/sessions/:id
admin user            GET,DELETE        /api/users/:id/sessions
admin                 GET               /api/pauses
admin user            DELETE            /api/users/:id/pause
own                   GET,POST          /api/tokens
own api_tokens        DELETE            /api/tokens/:id
own                   POST              /api/widget-tokens
open                  GET,POST          /api/setup
all                   POST              /api/query/check
admin                 GET               /api/audit
admin                 GET               /api/audit/export
admin                 GET               /api/audit/head
admin                 POST              /api/audit/head/sending
admin                 GET               /api/audit/verify
verb document         POST              /api/documents
record document       GET               /api/documents/:id
record document       GET               /api/documents/:id/content
search                GET               /api/search
about                 GET               /api/timeline
list comment          GET               /api/comments
list comment          POST              /api/comments/query
record comment        GET,PATCH,DELETE  /api/comments/:id
verb comment          POST              /api/comments
record comment        POST              /api/comments/:id/restore
alerts                GET               /api/alerts
own                   GET               /api/alerts/:id
own                   PUT,DELETE        /api/alerts/:id/read
own                   POST              /api/alerts/read
own                   GET               /api/alerts/follows
own                   PUT,DELETE        /api/alerts/follows/:entity/:id
own                   GET,PATCH         /api/alerts/preferences
list message          POST              /api/messages/query
record message        GET               /api/messages/:id
list message          GET               /api/messages
verb message          POST              /api/messages
list recipient        POST              /api/recipients/query
record recipient      GET               /api/recipients/:id
list recipient        GET               /api/recipients
record message        DELETE            /api/messages/:id/sending
record message        GET               /api/messages/:id/reply
record message        GET               /api/messages/:id/forward
record message        GET               /api/messages/:id/again
record message        GET               /api/messages/:id/raw
record recipient      GET               /api/recipients/:id/raw
own                   GET               /api/senders
record message        GET               /api/messages/:id/picture
record message        PUT,DELETE        /api/messages/:id/pictures/always
admin                 GET               /api/mail-doctor
admin                 POST              /api/mail-doctor/keys
admin                 PUT               /api/mail-doctor/keys/:id/use
admin                 DELETE            /api/mail-doctor/keys/:id
admin                 GET,PATCH         /api/settings
admin                 GET               /api/system
admin                 POST              /api/system/sending
admin                 POST              /api/system/verify
admin                 GET,POST          /api/backups
admin                 POST              /api/backups/:name/verify
admin                 GET               /api/backups/:name/content
list import           GET               /api/imports
list import           POST              /api/imports/query
record import         GET,DELETE,PATCH  /api/imports/:id
all                   GET               /api/importers
verb import           POST              /api/imports
record import         POST              /api/imports/:id/look
record import         POST              /api/imports/:id/run
record import         POST              /api/imports/:id/stop
record import         POST              /api/imports/:id/undo
record import         GET               /api/imports/:id/rows
record import         GET               /api/imports/:id/kept
record import         GET               /api/imports/:id/problems.csv
all                   GET               /api/exports
verb                  POST              /api/exports
list person           GET               /api/persons
list person           POST              /api/persons/query
record person         GET,PATCH,DELETE  /api/persons/:id
verb person           POST              /api/persons
record person         POST              /api/persons/:id/restore
verb person           GET,PUT           /api/persons/by/:system/:value
list organisation     GET               /api/organisations
list organisation     POST              /api/organisations/query
record organisation   GET,PATCH,DELETE  /api/organisations/:id
verb organisation     POST              /api/organisations
record organisation   POST              /api/organisations/:id/restore
verb organisation     GET,PUT           /api/organisations/by/:system/:value
list position         GET               /api/positions
list position         POST              /api/positions/query
record position       GET,PATCH,DELETE  /api/positions/:id
verb position         POST              /api/positions
record position       POST              /api/positions/:id/restore
list relation         GET               /api/relations
list relation         POST              /api/relations/query
record relation       GET,PATCH,DELETE  /api/relations/:id
verb relation         POST              /api/relations
record relation       POST              /api/relations/:id/restore
list relationKind     GET               /api/relation-kinds
list relationKind     POST              /api/relation-kinds/query
record relationKind   GET,PATCH,DELETE  /api/relation-kinds/:id
verb relationKind     POST              /api/relation-kinds
record relationKind   POST              /api/relation-kinds/:id/restore
record organisation   GET               /api/organisations/:id/family
list criterion        GET               /api/criteria
list criterion        POST              /api/criteria/query
record criterion      GET,PATCH,DELETE  /api/criteria/:id
verb criterion        POST              /api/criteria
record criterion      POST              /api/criteria/:id/restore
all                   GET               /api/criteria-sets
admin                 PATCH             /api/criteria-sets/:set
list tag              GET               /api/tags
list tag              POST              /api/tags/query
record tag            GET,PATCH,DELETE  /api/tags/:id
record tag            POST              /api/tags/:id/merge
list trait            GET               /api/traits
list trait            POST              /api/traits/query
record trait          GET,PATCH,DELETE  /api/traits/:id
verb trait            POST              /api/traits
record trait          POST              /api/traits/:id/restore
list traitKind        GET               /api/trait-kinds
list traitKind        POST              /api/trait-kinds/query
record traitKind      GET,PATCH,DELETE  /api/trait-kinds/:id
verb traitKind        POST              /api/trait-kinds
record traitKind      POST              /api/trait-kinds/:id/restore
list bulkChange       GET               /api/bulk-changes
list bulkChange       POST              /api/bulk-changes/query
record bulkChange     GET               /api/bulk-changes/:id
verb bulkChange       POST              /api/bulk-changes
record bulkChange     POST              /api/bulk-changes/:id/undo
verb group            POST              /api/groups/preview
verb group            POST              /api/groups/explain
list group            GET               /api/groups
list group            POST              /api/groups/query
record group          GET,PATCH,DELETE  /api/groups/:id
verb group            POST              /api/groups
record group          POST              /api/groups/:id/restore
verb consent          POST              /api/consents/bulk
list consent          GET               /api/consents
list consent          POST              /api/consents/query
record consent        GET               /api/consents/:id
verb consent          POST              /api/consents
list thread           GET               /api/threads
record thread         GET,PATCH,DELETE  /api/threads/:id
list thread           POST              /api/threads/query
own                   POST              /api/seen
record thread         DELETE            /api/threads/:id/sighting
list mailbox          GET               /api/mailboxes
list mailbox          POST              /api/mailboxes/query
record mailbox        GET,PATCH,DELETE  /api/mailboxes/:id
verb mailbox          POST              /api/mailboxes
record mailbox        POST              /api/mailboxes/:id/restore
record mailbox        PUT,DELETE        /api/mailboxes/:id/members/:user
admin                 GET               /api/arrivals
admin                 POST              /api/arrivals/:id/retry
admin                 GET               /api/arrivals/:id/raw
record letter         POST              /api/letters/:id/preview
record letter         POST              /api/letters/:id/test
record letter         POST,DELETE       /api/letters/:id/sending
record letter         GET               /api/letters/:id/evidence
record letter         POST              /api/letters/:id/pause
record letter         POST              /api/letters/:id/resume
verb letter           POST              /api/letters/public-url-check
open                  GET               /unsubscribe/check/:nonce
open                  GET,POST          /unsubscribe/:token
list letter           GET               /api/letters
list letter           POST              /api/letters/query
record letter         GET,PATCH,DELETE  /api/letters/:id
verb letter           POST              /api/letters
record letter         POST              /api/letters/:id/restore
list badge            GET               /api/badges
list badge            POST              /api/badges/query
record badge          GET,DELETE        /api/badges/:id
list guest            GET               /api/guests
list guest            POST              /api/guests/query
record guest          GET               /api/guests/:id
verb badge            POST              /api/badges
record badge          POST              /api/badges/:id/prints
verb badge            POST              /api/badges/preview
verb badge            GET               /api/badges/people
record badge          GET               /api/badges/:id/document
record person         GET               /api/persons/:id/badge.pdf
verb badge            POST              /api/badges/batch
verb badge            GET               /api/badges/batches/:batch/document
verb person           POST              /api/cards/alike
`;

export interface MatrixRow {
  kind: string;
  /** Entity, or table. */
  of: string | null;
  methods: string[];
  path: string;
}

export const ROWS: readonly MatrixRow[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const parts = line.split(/\s+/);
    const path = parts.pop() as string;
    const methods = (parts.pop() as string).split(',');
    return { kind: parts[0] as string, of: parts[1] ?? null, methods, path };
  });

export function rowOf(method: string, path: string): MatrixRow | undefined {
  return ROWS.find((row) => row.path === path && row.methods.includes(method));
}
