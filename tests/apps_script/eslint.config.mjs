// The .gs files as Apps Script sees them; the pages' scripts as browsers do. extract.mjs lays both out.
import gas from 'eslint-plugin-googleappsscript';

const STRICT = {
  'no-undef': 'error',
  'no-unused-vars': ['error', {vars: 'local', args: 'none', caughtErrors: 'none'}],
  'no-var': 'error',
  'prefer-const': 'error',
  eqeqeq: 'error',
  'no-shadow': 'error',
  'no-implied-eval': 'error',
  'max-len': ['error', {code: 140}],
  'max-lines': ['error', 350],
};
const OWN = ['BASE_URL', 'PERMISSIONS', 'TROUBLES', 'UNCHANGED', 'admit_', 'call_', 'missingPermissions_', 'refusal_', 'trouble_',
  'unreachedCode_', 'answer_', 'workbookId_'];
const PAGE = ['Array', 'Blob', 'FileReader',
  'URL', 'clearTimeout', 'console', 'crypto', 'document', 'google', 'navigator', 'setTimeout', 'window'];
const readonly = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

export default [
  {
    files: ['build/gs/*.js'],
    languageOptions: {
      sourceType: 'script', ecmaVersion: 2022,
      globals: {...gas.environments.googleappsscript.globals, ...readonly(OWN)},
    },
    rules: {...STRICT, 'no-restricted-globals': ['error', 'fetch', 'setTimeout', 'URL', 'atob', 'window', 'document']},
  },
  {
    files: ['build/page/*.js'],
    languageOptions: {
      sourceType: 'script', ecmaVersion: 2022,
      globals: readonly([...PAGE, 'words', 'view', 'lists', 'acts', 'adoption', 'bringing', 'earlier',
        'nightly', 'sharing', 'sharePreview', 'taking']),
    },
    rules: {
      ...STRICT,
      'no-restricted-globals': ['error', 'localStorage', 'sessionStorage', 'fetch', 'status', 'name', 'event', 'open'],
      'no-restricted-properties': ['error', ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write'].map((property) => ({property}))],
    },
  },
  {
    files: ['*.mjs', 'support/*.mjs'],
    languageOptions: {sourceType: 'module', ecmaVersion: 2022, globals: readonly(['Buffer', 'URL', 'crypto'])},
    rules: {...STRICT, 'no-shadow': 'off'},
  },
];
