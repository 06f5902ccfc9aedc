import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { DETERMINISTIC_LAYERS, GLOBALS, MATH, MATH_UNNAMED, METHODS, POWER } from './scripts/bans.mjs';

const restrictedSyntax = [
  ...Object.entries(MATH).map(([name, message]) => ({
    selector: `MemberExpression[object.name='Math'][property.name='${name}']`,
    message: `Math.${name}: ${message}.`,
  })),
  ...Object.entries(METHODS).map(([name, message]) => ({
    selector: `MemberExpression[property.name='${name}']`,
    message: `${name}: ${message}.`,
  })),
  { selector: "MemberExpression[object.name='Math'][computed=true]", message: `Math[…]: ${MATH_UNNAMED}.` },
  { selector: "VariableDeclarator[init.name='Math']", message: `Math taken apart: ${MATH_UNNAMED}.` },
  { selector: "BinaryExpression[operator='**']", message: `**: ${POWER}.` },
  { selector: "AssignmentExpression[operator='**=']", message: `**=: ${POWER}.` },
];

export default tseslint.config(
  { ignores: ['dist/', 'dist-single/', 'test-results/', 'playwright-report/', 'coverage/'] },
  tseslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'prefer-const': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // The compiler tells (noUnusedLocals), and it knows that a schema is used by the type made from it.
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  {
    // Rules that need types. Few, because the types of the whole project are read for them.
    files: ['src/**/*.{ts,tsx}', 'conformance/**/*.ts', 'e2e/**/*.ts', 'gallery/**/*.{ts,tsx}', 'bench/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  { ...reactHooks.configs.flat.recommended, files: ['src/ui/**/*.{ts,tsx}', 'gallery/**/*.{ts,tsx}'] },
  {
    files: DETERMINISTIC_LAYERS.map((layer) => `src/${layer}/**/*.ts`),
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...restrictedSyntax],
      'no-restricted-globals': [
        'error',
        ...Object.entries(GLOBALS).map(([name, message]) => ({ name, message: `${message}.` })),
      ],
    },
  },
);
