import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `one` is the last 1.x line, `two` the newest 2.x that installs from a registry alone. */
export type LineName = 'one' | 'two';

export interface N8nLine {
	name: LineName;
	/** Folder with the committed package.json, package-lock.json and .npmrc. */
	folder: string;
	version: string;
	/** Packages whose native part is built for the Node that will run n8n. */
	nativeModules: string[];
	/** What evaluates expressions where the environment says nothing else. */
	defaultEngine: 'vm' | 'legacy';
	/** Modules of n8n that workflows run without: of its editor, of licences, of other services. */
	dispensableModules: string[];
	/** What this line needs in its environment, on top of what every n8n gets. */
	env: Record<string, string>;
	/** Majors of Node on which the program's own Node may run n8n; otherwise one is installed. */
	runsOnNode: number[];
}

/** The Node that is installed beside n8n where the machine's own does not fit. */
export const ownNodeVersion = '24.21.0';

const installs = join(__dirname, '../installs');

export const lines: Record<LineName, N8nLine> = {
	one: {
		name: 'one',
		folder: join(installs, 'one'),
		version: '1.123.81',
		nativeModules: ['sqlite3'],
		// The vm engine needs isolated-vm 6, which needs Node 22: on Node 20 n8n dies at start with it.
		defaultEngine: 'legacy',
		dispensableModules: [
			'breaking-changes',
			'chat-hub',
			'external-secrets',
			'insights',
			'mcp',
			'provisioning',
		],
		env: { N8N_RUNNERS_ENABLED: 'true' },
		runsOnNode: [20],
	},
	two: {
		name: 'two',
		folder: join(installs, 'two'),
		version: '2.41.1',
		nativeModules: ['sqlite3', 'isolated-vm'],
		defaultEngine: 'vm',
		dispensableModules: [
			'agents',
			'breaking-changes',
			'chat-hub',
			'external-secrets',
			'favorites',
			'insights',
			'instance-ai',
			'instance-version-history',
			'ldap',
			'log-streaming',
			'mcp',
			'mcp-registry',
			'n8n-packages',
			'oauth-jwe',
			'otel',
			'provisioning',
			'quick-connect',
			'source-control',
			'sso-oidc',
			'sso-saml',
			'token-exchange',
			'workflow-builder',
			'workflow-reviews',
		],
		// It would fetch a list from n8n's own server at every start.
		env: { N8N_DISABLED_MODULES: 'mcp-registry' },
		runsOnNode: [],
	},
};

/** Which Node runs a line. */
export interface NodeChoice {
	version: string;
	/** Name of the npm package with the binary; absent when the machine's own Node serves. */
	packageName?: string;
}

export function chooseNode(line: N8nLine): NodeChoice {
	const [major] = process.versions.node.split('.').map(Number);
	if (line.runsOnNode.includes(major)) return { version: process.versions.node };
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	return { version: ownNodeVersion, packageName: `node-${platform}-${process.arch}` };
}

/** Folder with `include/node`, so that node-gyp need not download headers; undefined when there is none. */
export function headersOf(nodeBinary: string): string | undefined {
	const prefix = dirname(dirname(nodeBinary));
	return existsSync(join(prefix, 'include', 'node', 'node.h')) ? prefix : undefined;
}

export function parseLineName(text: string): LineName {
	if (text === 'one' || text === 'two') return text;
	throw new Error(`Unknown n8n line "${text}": it is "one" (1.x) or "two" (2.x).`);
}
