import { dirname, join } from 'node:path';

import type { Backend } from '../nodes/shared/backend';
import packageJson from '../package.json';

/** Folders of the nodes that package.json has, each once. */
const folders = [...new Set(packageJson.n8n.nodes.map((file) => dirname(file)))];

/** Every backend of the package, in the order of package.json: the one register of what is loaded. */
export const backends: readonly Backend[] = folders.map((folder) => {
	const source = join(__dirname, '..', folder.replace(/^dist\//, ''), 'backend');
	return (require(source) as { backend: Backend }).backend;
});

/** Its page in docs/, and what else is called after it: `ringcentral`. */
export const pageOf = ({ displayName }: Backend): string => displayName.toLowerCase();

/** The backend with this name; throws where package.json has none of its nodes. */
export function backendOf(displayName: string): Backend {
	const found = backends.find((backend) => backend.displayName === displayName);
	if (!found) throw new Error(`package.json has no node of ${displayName}`);
	return found;
}
