import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const WALL = ['nodes/*/client/**/*.ts', 'nodes/shared/core/**/*.ts'];
const behindTheWall = (...transport) => ({
	group: ['n8n-workflow', 'n8n-core', 'node:*', 'axios', '**/systemPorts', ...transport],
	message:
		'Protocol clients know nothing of n8n; time, chance, HTTP and log come in through ports.',
});
const HOUSE_RULES = {
	'@typescript-eslint/no-explicit-any': 'error',
	'@typescript-eslint/consistent-type-imports': [
		'error',
		{ fixStyle: 'inline-type-imports', prefer: 'type-imports' },
	],
	'@typescript-eslint/no-unused-vars': [
		'error',
		{ varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
	],
	'@typescript-eslint/no-floating-promises': 'error',
	'@typescript-eslint/no-misused-promises': 'error',
	'@typescript-eslint/switch-exhaustiveness-check': [
		'error',
		{ considerDefaultExhaustiveForUnions: true },
	],
	'max-lines': ['error', 400],
	'no-empty': 'error',
	// XML and paths must not have control characters: what looks for them has to name them.
	'no-control-regex': 'off',
	'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
	'no-restricted-syntax': [
		'error',
		{
			selector: 'ExportDefaultDeclaration',
			message: 'No default exports: a name says what it is.',
		},
	],
};

/**
 * The parts of `configWithoutCloudSupport` of @n8n/node-cli 0.48 and their order. The package itself is not taken
 * for it: it brings an ESLint and a typescript-eslint that refuse our TypeScript, and 260 MB. What it imports
 * eslint-plugin-import-x for, the compiler says.
 */
const N8N_CLI = [
	js.configs.recommended,
	tseslint.configs.recommended,
	n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport,
];

export default tseslint.config(
	{ ignores: ['dist/', 'node_modules/', 'coverage/', '**/*.js', '**/*.mjs', '!package.json'] },
	{
		files: ['**/*.ts'],
		extends: [js.configs.recommended, tseslint.configs.recommended],
		languageOptions: { parserOptions: { project: 'tsconfig.check.json' } },
		rules: HOUSE_RULES,
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		extends: N8N_CLI,
		rules: {
			...HOUSE_RULES,
			'no-console': 'error',
			// n8n Cloud is out of reach, but what needs Node or a global of its own is listed below.
			'@n8n/community-nodes/no-restricted-globals': 'error',
			'@n8n/community-nodes/no-restricted-imports': 'error',
		},
	},
	{
		files: ['package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport],
	},
	{
		files: ['package.json'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		rules: n8nNodesBase.configs.community.rules,
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// community-nodes wants NodeConnectionTypes where these two want ['main'].
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			// Sees no default that is computed, and takes locator modes for parameters; test/contract checks.
			'n8n-nodes-base/node-param-default-missing': 'off',
		},
	},
	{
		// The seed's parameter is called "action"; the rule takes its options for operations.
		files: ['nodes/BroadWorks/operations/call/toggleRecording.ts'],
		rules: { 'n8n-nodes-base/node-param-operation-option-without-action': 'off' },
	},
	{
		// A sync token is a place in the call log, no secret.
		files: ['nodes/RingCentral/operations/callLog/{export,sync}.ts'],
		rules: {
			'n8n-nodes-base/node-param-type-options-password-missing': 'off',
			'@n8n/community-nodes/no-hardcoded-secrets': 'off',
		},
	},
	{
		// Errors become NodeApiError or NodeOperationError in one place, shared/nodeErrors.ts; before
		// that they are TelephonyError, which knows nothing of n8n.
		files: ['nodes/**/*.ts'],
		ignores: ['nodes/**/*.node.ts', 'nodes/shared/action/execute.ts', 'nodes/**/listen.ts'],
		rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
	},
	{
		files: ['nodes/**/*.node.ts'],
		rules: { 'max-lines': ['error', 120] },
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Made for n8n's own repository, where the field is a slug; community-nodes checks the URL.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			// Takes every field with "cert" in its name for a secret; this one is a switch.
			'@n8n/community-nodes/credential-password-field': 'off',
			// Does not know that CooCenter's WEBKEY is a secret.
			'@n8n/community-nodes/credential-unnecessary-password': 'off',
		},
	},
	{
		// Which backends there are, package.json says.
		files: ['scripts/backends.ts'],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
	{
		// Loads modules again, as n8n does; an import is kept.
		files: ['test/faults/**/*.ts', 'test/*/faults/**/*.ts'],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
	{
		files: WALL,
		rules: {
			'no-restricted-imports': ['error', { patterns: [behindTheWall('**/shared/transport/*')] }],
			'no-restricted-globals': [
				'error',
				'setTimeout',
				'setInterval',
				'setImmediate',
				'fetch',
				'performance',
			],
			'no-restricted-properties': [
				'error',
				{ object: 'Math', property: 'random' },
				{ object: 'Date', property: 'now' },
			],
		},
	},
	{
		files: ['nodes/shared/core/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ patterns: [behindTheWall('../transport/*', '../../transport/*')] },
			],
		},
	},
	{
		// The clock port: the one place that makes timers.
		files: ['nodes/shared/systemPorts.ts'],
		rules: {
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
		},
	},
	{
		// What versions of this package share that are loaded beside each other: the one place for that.
		files: ['nodes/shared/processWide.ts'],
		rules: { '@n8n/community-nodes/no-restricted-globals': 'off' },
	},
	{
		// n8n tells a trigger nothing of its own end; the signals do.
		files: ['nodes/shared/processEnd.ts'],
		rules: { '@n8n/community-nodes/no-restricted-globals': 'off' },
	},
	{
		// Actions of a worker know of triggers in the main process only what a file of n8n's folder tells.
		files: ['nodes/shared/trigger/line/otherProcesses.ts'],
		rules: {
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
		},
	},
	{
		// Kept connections need Node's agents; n8n's helper connects anew for every call.
		files: ['nodes/shared/transport/**/*.ts'],
		rules: { '@n8n/community-nodes/no-restricted-imports': 'off' },
	},
	{
		// A credential test has the older form of n8n's helper and nothing else.
		files: ['nodes/shared/transport/testHttp.ts'],
		rules: { '@n8n/community-nodes/no-deprecated-workflow-functions': 'off' },
	},
	{
		// n8n takes a file as it comes only as a stream of Node's.
		files: ['nodes/shared/action/storeFile.ts'],
		rules: { '@n8n/community-nodes/no-restricted-imports': 'off' },
	},
	{
		// Operators list their servers in DNS (SRV); nothing but Node's resolver can ask for that.
		files: ['nodes/BroadWorks/servers.ts'],
		rules: { '@n8n/community-nodes/no-restricted-imports': 'off' },
	},
);
