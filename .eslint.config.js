import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const upwards = (regex, message) => ({
	'no-restricted-imports': ['error', { patterns: [{ regex, message }] }]
});

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'node_modules/', '.ci/', 'tests/architecture/planted/'] },
	js.configs.recommended,
	...ts.configs.strictTypeChecked,
	...svelte.configs['flat/recommended'],
	{
		languageOptions: {
			parserOptions: { projectService: { allowDefaultProject: ['svelte.config.js'] }, extraFileExtensions: ['.svelte'] }
		},
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			// Marked so that nobody opens it by accident; server/auth opens it for a provider on this machine only.
			'@typescript-eslint/no-deprecated': [
				'error',
				{ allow: [{ from: 'package', name: 'allowInsecureRequests', package: 'openid-client' }] }
			],
			'svelte/no-at-html-tags': 'error',
			'no-undef': 'off',
			// Playwright reads a fixture's needs from its parameter and wants `{}` where there are none.
			'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		// dependency-cruiser does not see type-only imports inside .svelte files; the direction is kept here as well.
		files: ['src/lib/ui/**'],
		rules: {
			...upwards('^#lib/(features|client|server|sync)/', 'ui knows no feature and no engine.'),
			// Addresses come to ui as props, resolved by whoever made them; the rule holds there.
			'svelte/no-navigation-without-resolve': ['error', { ignoreLinks: true }]
		}
	},
	{
		files: ['src/lib/features/**'],
		rules: upwards(
			'^#lib/(client|server|features/[^/]+/(?!index.ts$))',
			'Features meet only at index.ts and know neither client nor server.'
		)
	}
);
