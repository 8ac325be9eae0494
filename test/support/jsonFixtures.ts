import { readdirSync, readFileSync } from 'node:fs';
import { fixtureFolder, fixturePath } from './fixturePath';

export type Json = Record<string, unknown>;

/** A JSON fixture, such as `udesk/push.call-trigger.out-callback.ja.json`. */
export function jsonFixture(name: string): Json {
	return JSON.parse(readFileSync(fixturePath(name), 'utf8')) as Json;
}

/** Names of the pushes of a backend. */
export function pushFixtures(backend: string): string[] {
	return readdirSync(fixtureFolder(backend))
		.filter((name) => /^(composed\.)?push\./.test(name))
		.map((name) => `${backend}/${name}`);
}
