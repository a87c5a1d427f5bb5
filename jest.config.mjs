// Four kinds of test, one runner. Node 20 loads ES modules in jest only with --experimental-vm-modules.
const common = {
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^libphonenumber-js/max$': '<rootDir>/node_modules/libphonenumber-js/max/index.cjs',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: { '^.+\\.ts$': ['@swc/jest', { swcrc: false, jsc: swcOptions(), module: { type: 'es6' } }] },
  testEnvironment: 'node',
};
const withServers = {
  ...common,
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
};

function swcOptions() {
  return {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  };
}

export default {
  maxWorkers: 2,
  // Modules of a test file are never quite let go of: a worker grew to 4 GB, and the last files waited for its collector.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 60_000,
  projects: [
    { ...common, displayName: 'rules', testMatch: ['<rootDir>/src/**/*.spec.ts'] },
    { ...withServers, displayName: 'medium', testMatch: ['<rootDir>/test/medium/**/*.spec.ts'] },
    { ...withServers, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'] },
    { ...withServers, displayName: 'architecture', testMatch: ['<rootDir>/test/architecture/**/*.spec.ts'] },
  ],
};
