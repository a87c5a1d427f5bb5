import jest from 'eslint-plugin-jest';
import unicorn from 'eslint-plugin-unicorn';
import tseslint from 'typescript-eslint';

const edges = (...groups) => ['error', { patterns: groups }];
const nestExceptions = {
  group: ['@nestjs/common'],
  importNamePattern: 'Exception$',
  message: 'Throw an error of the catalogue: the problem filter knows HTTP, services do not.',
};
const orm = { regex: '^typeorm$', message: 'TypeORM stays in entities and platform/database.' };
const forms = {
  group: ['class-validator', '@nestjs/swagger'],
  message: 'Only DTOs and platform/http describe the contract.',
};

/** Constructs that bite here; each was paid for once. */
const wounds = [
  {
    selector: "CallExpression[callee.name='forwardRef']",
    message: 'A circle between modules: move the fact down or publish an event.',
  },
  {
    selector: "CallExpression[callee.property.name='save']",
    message: 'save() silently overwrites a newer row: use tx.insert, tx.update or editRecord.',
  },
  {
    selector: 'Property[key.name=/^(eager|cascade|lazy)$/]',
    message: 'No relations that load or write by themselves.',
  },
];
const clock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Ask the Clock.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask the Clock.',
  },
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Only platform/config reads the environment.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name=/^(round|floor)$/]",
    message: 'Money rounds in kernel/money.',
  },
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'data/',
      'coverage/',
      'src/metadata.ts',
      '**/*.mjs',
      '**/*.cjs',
      '.dist*/',
    ],
  },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'migrations/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { unicorn },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/unbound-method': 'off',
      'max-lines': ['error', { max: 250, skipBlankLines: false }],
      'max-lines-per-function': ['error', { max: 45, skipComments: true }],
      complexity: ['error', 15],
      'max-depth': ['error', 3],
      'max-params': ['error', 6],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-param-reassign': 'error',
      'no-console': 'error',
      'unicorn/filename-case': ['error', { case: 'kebabCase' }],
      'no-restricted-syntax': ['error', ...wounds],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: [
      'src/platform/**',
      'src/**/*.dto.ts',
      'src/**/*.entity.ts',
      'src/**/*.spec.ts',
      'src/commands/**',
    ],
    rules: { 'no-restricted-imports': edges(nestExceptions, orm) },
  },
  {
    files: ['src/modules/**/*.ts'],
    ignores: ['src/**/*.dto.ts', 'src/**/*.entity.ts', 'src/**/*.controller.ts', 'src/**/*.spec.ts'],
    rules: {
      'no-restricted-imports': edges(nestExceptions, orm, forms),
      'no-restricted-syntax': ['error', ...wounds, ...clock],
    },
  },
  {
    // An OpenAPI document is a tree of loose JSON; these files alone walk it.
    files: ['src/platform/http/openapi.{finish,limits,problems}.ts', 'test/support/contract/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    files: ['test/**/*.ts', '**/*.spec.ts', 'migrations/**/*.ts'],
    plugins: { jest },
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', '**.expect', 'expect*', 'fc.assert', 'assert*'] },
      ],
      'jest/no-conditional-expect': 'off',
      'jest/no-standalone-expect': 'off',
    },
  },
);
