import { join } from 'node:path';

// Not the whole package: this is half of its modules.
import { PackageDirectoryLoader } from 'n8n-core/dist/nodes-loader/package-directory-loader';
import type { ICredentialType, INodeType } from 'n8n-workflow';

export const root = join(__dirname, '../..');

/** The built package, loaded by n8n's own loader. */
export async function loadPackage(folder = root) {
	const loader = new PackageDirectoryLoader(folder);
	await loader.loadAll();
	const nodes = Object.fromEntries(
		Object.entries(loader.nodeTypes).map(([name, { type }]) => [name, type as INodeType]),
	);
	const credentials = Object.fromEntries(
		Object.entries(loader.credentialTypes).map(([name, { type }]) => [
			name,
			type as ICredentialType,
		]),
	);
	return { nodes, credentials, types: loader.types };
}
