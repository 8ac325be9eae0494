const typescript = {
	'^.+\\.ts$': '<rootDir>/scripts/jestTransformer.js',
};
const project = (name, extra = {}) => ({
	displayName: name,
	rootDir: __dirname,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	transform: typescript,
	...extra,
});

module.exports = {
	projects: [
		project('unit'),
		project('contract'),
		project('simulators'),
		project('n8n', {
			globalSetup: '<rootDir>/test/n8n/support/globalSetup.ts',
			globalTeardown: '<rootDir>/test/n8n/support/globalTeardown.ts',
		}),
	],
	testSequencer: '<rootDir>/scripts/jestSequencer.js',
	collectCoverageFrom: ['nodes/shared/core/**/*.ts', 'nodes/*/client/**/*.ts'],
	coverageReporters: ['text-summary', 'json-summary'],
	coverageThreshold: { global: { lines: 95 } },
	testTimeout: 300_000,
};
