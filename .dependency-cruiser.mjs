// Imports run one way. Each rule says why.
const rooms = '^apps/server/src';
const features = `${rooms}/(users|tokens|projects|policy|audit|key-rotation)/`;
/** A file whose name is an imperative is a command or query, with its handler. */
const useCases = `${features}(change|create|delete|describe|end|find|get|issue|list|prove|read|register|reset|remove|revoke|rotate|set|start)-[a-z-]+\\.ts$`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or have a third between them.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      comment: 'Time, ids and randomness come in as facts; a rule that can reach out cannot be replayed.',
      severity: 'error',
      from: { path: '^libs/domain/src', pathNot: '(\\.spec|spec-support|specification|examples)\\.ts$' },
      to: { pathNot: '^libs/domain/src' },
    },
    {
      name: 'merkle-is-alone',
      comment: 'A verifier must be able to take this library and nothing else.',
      severity: 'error',
      from: { path: '^libs/merkle/src', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/merkle/src', '^(node:)?crypto$'] },
    },
    {
      name: 'log-knows-no-feature',
      comment: 'The log is handed what it needs of the features; of the domain it knows types alone.',
      severity: 'error',
      from: { path: `${rooms}/event-log/` },
      to: { path: `${rooms}/(?!event-log|platform/(write-durably|sync-directory|new-id))` },
    },
    {
      name: 'log-runs-no-domain-code',
      comment: 'Decisions and folds reach the log as arguments. How an older entry is read is its shape, not a rule.',
      severity: 'error',
      from: { path: `${rooms}/event-log/`, pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/domain', pathNot: '^libs/domain/src/versions\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-stand-on-rooms',
      comment: 'What every feature uses knows none of them.',
      severity: 'error',
      from: { path: `${rooms}/(http|access|check|keys|platform)/` },
      to: { path: `${features}|${rooms}/(oauth|argocd)/` },
    },
    {
      name: 'features-are-strangers',
      comment: 'A shared rule belongs to the domain; a shared fact is read from a table.',
      severity: 'error',
      from: { path: `${rooms}/(users|tokens|projects|policy|audit|key-rotation)/` },
      to: { path: features, pathNot: `${rooms}/$1/` },
    },
    {
      name: 'facades-translate',
      comment:
        'oauth and argocd ask the check and the buses; of a feature it knows commands and queries, and nothing else.',
      severity: 'error',
      from: { path: `${rooms}/(oauth|argocd)/` },
      to: {
        path: `${features}|${rooms}/event-log/`,
        pathNot: [useCases, '/shown-[a-z]+\\.ts$', 'event-log/(refused|database-away)\\.ts$'],
      },
    },
    {
      name: 'one-importer-of-jose',
      comment: 'Keys and algorithms are decided in one room.',
      severity: 'error',
      from: { pathNot: `${rooms}/keys/` },
      to: { path: 'node_modules/jose/' },
    },
    {
      name: 'clients-know-the-api-alone',
      comment: 'The command line can do what any client can; it has no way around the API, and verifies by itself.',
      severity: 'error',
      from: { path: '^apps/cli/src' },
      to: { path: '^(apps|libs)/', pathNot: ['^apps/cli/(src|node_modules)/', '^libs/(api-client|merkle)/src'] },
    },
    {
      name: 'the-client-stands-alone',
      comment: 'Every client takes it, so it takes none of them.',
      severity: 'error',
      from: { path: '^libs/api-client/src' },
      to: { path: '^(apps|libs)/', pathNot: '^libs/api-client/(src|node_modules)/' },
    },
    {
      name: 'nobody-serves-through-a-client',
      comment: 'The server and its rules do not know who calls.',
      severity: 'error',
      from: { path: '^(apps/server|libs/domain)/src' },
      to: { path: '^(apps/cli|libs/api-client)/' },
    },
    {
      name: 'one-door-to-the-api',
      comment: 'Refusals, time limits and the credential are dealt with in one place.',
      severity: 'error',
      from: { path: '^apps/cli/src', pathNot: 'apps/cli/src/connection\\.ts$' },
      to: { path: '^libs/api-client/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      comment: 'What runs does not depend on what tries it.',
      from: { pathNot: ['^test/', '\\.spec\\.ts$'] },
      to: { path: ['^test/', '\\.spec\\.ts$'] },
    },
    {
      name: 'nothing-imports-the-bench',
      severity: 'error',
      comment: 'What is measured does not know what it is compared with.',
      from: { pathNot: '^bench/' },
      to: { path: '^bench/' },
    },
    {
      name: 'rooms-do-not-know-the-house',
      comment: 'Composition stands on top: no room imports the modules that put the rooms together.',
      severity: 'error',
      from: { path: `${rooms}/[^/]+/` },
      to: { path: `${rooms}/[^/]+\\.ts$` },
    },
    {
      name: 'nothing-undeclared',
      comment: 'A package that no package.json names is there by chance.',
      severity: 'error',
      from: { pathNot: '^(test/|.*\\.spec\\.ts$)' },
      to: {
        pathNot: '^(libs|apps/server)/',
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^((apps|libs)/[^/]+|bench)/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.test.json' },
    enhancedResolveOptions: {
      conditionNames: ['tokenledger:source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
