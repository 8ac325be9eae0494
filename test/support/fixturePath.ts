import { join } from 'node:path';

/** Where the fixtures of a backend are, such as `udesk`. */
export const fixtureFolder = (backend: string): string =>
	join(__dirname, '..', backend, 'fixtures');

/** Where a fixture is that an event or a test names, such as `udesk/push.call-trigger.out-callback.ja.json`. */
export function fixturePath(name: string): string {
	const [backend, ...path] = name.split('/');
	return join(fixtureFolder(backend), ...path);
}
