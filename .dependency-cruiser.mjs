// Who may import whom: the rules of docs/architecture.md, one sentence each. test/check/imports.ts
// runs them and makes sure that every file was really read; test/ground/imports.test.ts breaks each
// one on purpose.

const room = '^server/(platform|features|doors)/([^/]+)/';
/** A file of a room by its fixed name, alone or grown into a folder; $1 and $2 come from `room`. */
const own = (...names) => `^server/$1/$2/(${names.join('|')})(/|\\.ts$)`;
const part = (...names) => `${room}(${names.join('|')})(/|\\.ts$)`;
const packages = (...names) => `^node_modules/(${names.join('|')})(/|$)`;

const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

const floors = [
  rule(
    'kernel-stands-alone',
    'the kernel imports nothing of ours',
    { path: '^server/kernel/' },
    {
      path: '^(server/(?!kernel/)|widgets/|migrations/|templates/|docs/|appliance/)',
    },
  ),
  rule(
    'platform-looks-down',
    'the platform knows no feature and no door',
    { path: '^server/platform/' },
    {
      path: '^(server/(features|doors)/|server/[^/]+\\.ts$|widgets/)',
    },
  ),
  rule(
    'features-look-down',
    'a feature knows no door',
    { path: '^server/features/' },
    {
      path: '^(server/doors/|server/[^/]+\\.ts$|widgets/)',
    },
  ),
  rule(
    'features-are-strangers',
    'features talk by events, references and declarations; only people/api.ts may be imported',
    { path: '^server/features/([^/]+)/' },
    { path: '^server/features/', pathNot: '^server/features/($1/|people/api\\.ts$)' },
  ),
  rule(
    'doors-are-strangers',
    'a door never imports another door',
    { path: '^server/doors/([^/]+)/' },
    {
      path: '^server/doors/',
      pathNot: '^server/doors/$1/',
    },
  ),
  {
    ...rule(
      'rooms-without-a-circle',
      'two rooms never need each other',
      { path: '^server/' },
      { circular: true, path: '^server/' },
    ),
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];

const inside = [
  rule(
    'model-knows-nobody',
    'model is imported, it does not look up',
    { path: part('model') },
    {
      path: own('commands', 'routes', 'listeners', 'timers', 'policy', 'events', 'room'),
    },
  ),
  rule(
    'events-know-nobody',
    'events are words, they import no deeds',
    { path: part('events') },
    {
      path: own('commands', 'routes', 'listeners', 'timers', 'policy', 'room'),
    },
  ),
  rule(
    'policy-knows-the-model-only',
    'policy → model',
    { path: part('policy') },
    {
      path: own('commands', 'routes', 'listeners', 'timers', 'events', 'room'),
    },
  ),
  rule(
    'commands-know-no-caller',
    'routes, listeners, timers → commands, never backwards',
    { path: part('commands') },
    {
      path: own('routes', 'listeners', 'timers', 'room'),
    },
  ),
  rule(
    'callers-are-strangers',
    'routes, listeners and timers meet in commands',
    { path: part('routes', 'listeners', 'timers') },
    {
      path: own('room', 'routes', 'listeners', 'timers'),
      pathNot: own('$3'),
    },
  ),
  rule(
    'manifest-is-the-top',
    'only server/rooms.ts imports a manifest',
    { path: '.', pathNot: '^(server/(rooms|main)\\.ts$|test/|docs/tools/)' },
    {
      path: `${room}room\\.ts$`,
      dependencyTypesNot: ['type-only'],
    },
  ),
  rule(
    'no-network-in-a-command',
    'a command holds the writer: nothing in it waits for the world',
    { path: part('commands') },
    {
      path: '^(net|tls|http|https|http2|dns|dgram|dns/promises|child_process)$',
    },
  ),
];

const widgets = [
  rule(
    'elements-are-strangers',
    'an element imports the widgets’ kernel, controls and its own folder',
    {
      path: '^widgets/([^/]+)/',
      pathNot: '^widgets/(console|portal|desk|build)/',
    },
    { path: '^widgets/', pathNot: '^widgets/(kernel|controls|$1)/|^widgets/[^/]+\\.d\\.ts$' },
  ),
  rule(
    'widgets-kernel-stands-alone',
    'the widgets’ kernel knows no control and no room',
    { path: '^widgets/kernel/' },
    {
      path: '^widgets/',
      pathNot: '^widgets/kernel/|^widgets/[^/]+\\.d\\.ts$',
    },
  ),
  rule(
    'controls-know-no-room',
    'controls serve every room',
    { path: '^widgets/controls/' },
    {
      path: '^widgets/',
      pathNot: '^widgets/(kernel|controls)/|^widgets/[^/]+\\.d\\.ts$',
    },
  ),
  rule(
    'widgets-take-types-only',
    'nothing of the server runs in a browser',
    { path: '^widgets/' },
    {
      path: '^server/',
      dependencyTypesNot: ['type-only'],
    },
  ),
  rule(
    'widgets-run-in-a-browser',
    'Node’s modules are not there',
    { path: '^widgets/', pathNot: '^widgets/(build/|vite\\.config\\.ts$)' },
    {
      dependencyTypes: ['core'],
    },
  ),
  rule(
    'server-shows-nothing',
    'the server never imports an element',
    { path: '^server/' },
    { path: '^widgets/' },
  ),
];

const outside = [
  rule(
    'nothing-imports-test',
    'tests look at the product, never the other way',
    { path: '.', pathNot: '^(test/|docs/tools/)' },
    { path: '^test/' },
  ),
  rule(
    'nothing-imports-tools',
    'tools look at the product',
    { path: '^(server|widgets|migrations|templates|appliance)/' },
    {
      path: '^docs/',
    },
  ),
  rule(
    'migrations-mean-the-same-for-ever',
    'a migration takes the Knex type and nothing else',
    { path: '^migrations/' },
    {
      path: '.',
      pathNot: '^migrations/',
      dependencyTypesNot: ['type-only'],
    },
  ),
  rule(
    'migrations-know-no-model',
    'types of ours change; a migration must not',
    { path: '^migrations/' },
    {
      path: '^(server|widgets|templates)/',
    },
  ),
  rule(
    'launcher-needs-nothing',
    'the launcher runs before anything is installed',
    { path: '^appliance/.*\\.mjs$' },
    {
      path: '.',
      pathNot: '^appliance/',
      dependencyTypesNot: ['core'],
    },
  ),
  rule('everything-resolves', 'the import leads nowhere', {}, { couldNotResolve: true }),
  rule(
    'product-needs-no-tool',
    'what the server imports stands in dependencies; devDependencies are not in the image, where the elements are built already',
    { path: '^(server|migrations)/' },
    {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['type-only'],
      // The second SQLite driver serves the tests; kernel/db loads it where it is there.
      pathNot: packages('better-sqlite3'),
    },
  ),
  rule(
    'packages-are-declared',
    'what is imported stands in package.json',
    {},
    {
      dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
    },
  ),
];

/** Every library has one home, so that it can be replaced in one room. Types may travel. */
const home = (name, libraries, where) =>
  rule(
    `home-of-${name}`,
    `${libraries.join(', ')} may be imported below ${where} only`,
    { path: '^(server|widgets)/', pathNot: where },
    { path: packages(...libraries), dependencyTypesNot: ['type-only'] },
  );

const homes = [
  home('koa', ['koa', '@koa/.*', 'koa-.*', 'helmet'], '^server/(kernel/http|doors)/'),
  home(
    'knex',
    ['knex', 'objection'],
    '^server/(kernel/(db|model|claim|schema)(/|\\.ts)|platform/(query|search|catalog)/|.*/model(/|\\.ts))',
  ),
  home('drivers', ['sqlite3', 'better-sqlite3', 'pg', 'pg-query-stream'], '^server/kernel/db/'),
  home('nodemailer', ['nodemailer'], '^server/platform/messages/channels/mail/'),
  home('smtp-server', ['smtp-server'], '^server/doors/smtp/'),
  home('mailparser', ['mailparser'], '^server/features/mailroom/'),
  home('socket-server', ['socket\\.io'], '^server/doors/live/'),
  home('otpauth', ['otpauth'], '^server/platform/access/'),
  home('print', ['pdfkit', 'bwip-js', 'dejavu-fonts-ttf'], '^server/kernel/print/'),
  home('sheets', ['csv-parse', 'yauzl', 'saxes'], '^server/platform/exchange/'),
  home('lit', ['lit', '@lit/.*', 'lit-.*'], '^widgets/'),
];

export default {
  forbidden: [...floors, ...inside, ...widgets, ...outside, ...homes],
  options: {
    // TypeScript 7 has no parser to lend; without this one nothing at all would be read, silently.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: '^node_modules' },
    exclude: { path: '/fixtures/' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      importsFields: ['imports'],
      conditionNames: ['import', 'node', 'browser', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
