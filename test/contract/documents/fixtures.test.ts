import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { filesBelow, read } from './markdown';
import { root } from '../loaded';

const backends = readdirSync(join(root, 'test')).filter((name) =>
	existsSync(join(root, 'test', name, 'fixtures')),
);

it.each(backends)('test/%s/fixtures/README.md says where every fixture is from', (backend) => {
	const folder = join('test', backend, 'fixtures');
	const told = read(join(folder, 'README.md'));
	const files = filesBelow(folder, (name) => name !== 'README.md').map((file) =>
		relative(folder, file),
	);
	expect(files.length).toBeGreaterThan(0);
	// Composed payloads of one source stand in a folder of their own, with one row.
	const names = new Set(told.split(/[\s|`]+/));
	const isTold = (file: string) => names.has(file) || names.has(`${dirname(file)}/`);
	expect(files.filter((file) => !isTold(file))).toEqual([]);
});
