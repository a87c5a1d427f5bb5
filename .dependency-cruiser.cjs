/** The law of imports. Lower may never know upper; a module is entered by its front door. */
const LADDER = [
  // lowest first; on one rung modules are strangers
  ['organisation', 'access'],
  ['clients', 'staff', 'catalogue'],
  ['billing', 'warehouse', 'payroll'],
  ['subscriptions'],
  ['sales'],
  ['schedule'],
  ['loans'],
  ['audit', 'calendars', 'costing', 'notifications', 'reports'],
];
const mod = (names) => `^src/modules/(${names.join('|')})/`;

const ladder = LADDER.flatMap((rung, index) => {
  const above = LADDER.slice(index + 1).flat();
  return rung.map((name) => {
    const forbidden = [...above, ...rung.filter((other) => other !== name)];
    return {
      name: `${name}-does-not-look-up-or-sideways`,
      comment: `${name} may import only rungs below it. Publish an event instead.`,
      severity: 'error',
      from: { path: mod([name]) },
      to: { path: forbidden.length > 0 ? mod(forbidden) : '^$' },
    };
  });
});

module.exports = {
  forbidden: [
    ...ladder,
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-is-pure',
      severity: 'error',
      comment: 'kernel imports nothing but kernel',
      from: { path: '^src/kernel/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^src/kernel/' },
    },
    {
      name: 'platform-knows-no-business',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(modules/|app\\.|main|worker)' },
    },
    {
      name: 'front-door-only',
      severity: 'error',
      comment: 'another module is imported through its index.ts',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/[^/]+/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'no-self-barrel',
      severity: 'error',
      comment: 'inside a module import the file, not the index',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/$1/index\\.ts$' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment: 'rules use the kernel, sibling rules, errors, events and types; nothing that waits',
      from: { path: '\\.rules\\.ts$' },
      to: {
        pathNot: ['^src/kernel/', '\\.(rules|errors|events|types)\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'http-stays-at-the-door',
      severity: 'error',
      comment: 'controllers alone use DTOs and HTTP by value; services and queries take their types',
      from: { path: '^src/modules/', pathNot: '\\.(controller|dto|module)\\.ts$|/jwt\\.strategy\\.ts$' },
      to: { path: ['\\.(controller|dto)\\.ts$', '^src/platform/http/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'controller-does-not-touch-storage',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: ['\\.(repository|entity)\\.ts$', 'node_modules/typeorm'] },
    },
    {
      name: 'orm-at-the-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.(entity|module)\\.ts$', '^src/platform/database/'] },
      to: { path: 'node_modules/typeorm' },
    },
    {
      name: 'queue-at-the-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/queue/' },
      to: { path: 'node_modules/bull/' },
    },
    {
      name: 'only-root-assembles',
      severity: 'error',
      comment: 'nobody imports the composition root',
      from: { path: '^src/(modules|platform|kernel)/' },
      to: { path: '^src/(app\\.|main|worker)' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', '\\.spec\\.ts$', '^src/kernel/', '^src/metadata\\.ts$'] },
      to: {},
    },
    {
      name: 'src-does-not-import-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/|\\.spec\\.ts$' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/metadata\\.ts$' },
  },
};
