import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixtureFolder } from './fixturePath';

const FOLDER = fixtureFolder('broadWorks');

export interface Fixture {
	/** Path below test/broadWorks/fixtures. */
	name: string;
	xml: string;
}

/** A fixture as text, such as `composed/event-call-received.xml`. */
export function fixture(name: string): string {
	return readFileSync(join(FOLDER, name), 'utf8');
}

/** Every XML fixture of the folder. */
export function xmlFixtures(): Fixture[] {
	return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.xml'))
		.sort()
		.map((name) => ({ name, xml: fixture(name) }));
}

/** Every XML fixture whose root is an Event. */
export function eventFixtures(): Fixture[] {
	return xmlFixtures().filter(({ xml }) => /<(?:\w+:)?Event[\s>]/.test(xml));
}
