import { delimiter, dirname } from 'node:path';

/** What npm tells its scripts about the package being run: wrong for an npm inside an npm script. */
const belongsToTheOuterNpm =
	/^(npm_package_|npm_lifecycle_|npm_command$|npm_node_execpath$|npm_execpath$|npm_config_(local_prefix|global_prefix|prefix|ignore_scripts|legacy_peer_deps|omit|production|workspaces?)$|INIT_CWD$)/i;

/**
 * The environment for npm and for n8n: without what an outer `npm run` adds, with the given Node first in
 * the path.
 */
export function npmEnvironment(
	nodeBinary: string,
	extra: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !belongsToTheOuterNpm.test(name));
	const path = [dirname(nodeBinary), process.env.PATH].filter(Boolean).join(delimiter);
	return { ...Object.fromEntries(kept), PATH: path, NODE_ENV: undefined, ...extra };
}
