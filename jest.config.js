const typescript = {
	'^.+\\.ts$': '<rootDir>/scripts/jestTransformer.js',
};
const project = (name, files, extra = {}) => ({
	displayName: name,
	rootDir: __dirname,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${files}/**/*.test.ts`],
	transform: typescript,
	...extra,
});

module.exports = {
	projects: [
		project('unit', '*/unit'),
		project('contract', 'contract'),
		project('simulators', 'simulators'),
		project('n8n', '*/n8n', {
			testEnvironment: '<rootDir>/test/support/n8n/processes/roomEnvironment.ts',
			globalSetup: '<rootDir>/test/support/n8n/processes/globalSetup.ts',
			globalTeardown: '<rootDir>/test/support/n8n/processes/globalTeardown.ts',
		}),
	],
	testSequencer: '<rootDir>/scripts/jestSequencer.js',
	collectCoverageFrom: ['nodes/shared/core/**/*.ts', 'nodes/*/client/**/*.ts'],
	coverageReporters: ['text-summary', 'json-summary'],
	coverageThreshold: { global: { lines: 95 } },
	testTimeout: 300_000,
};
