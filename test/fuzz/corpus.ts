import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixtureFolder } from '../support/fixturePath';

const FOLDER = fixtureFolder('broadWorks');

/** Every XML fixture, as bytes. */
export function corpus(): Buffer[] {
	return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.xml'))
		.sort()
		.map((name) => readFileSync(join(FOLDER, name)));
}
