import { resolve } from 'node:path';

import { parseDemoOptions } from '../../../demo/options';

describe('The options of the demo', () => {
	it('are those of a start that goes on where the last one ended', () => {
		expect(parseDemoOptions([])).toEqual({
			line: 'two',
			port: 0,
			once: false,
			fresh: false,
			folder: '',
			help: false,
		});
	});

	it('name a folder from where the command was given', () => {
		expect(parseDemoOptions(['--folder', 'somewhere']).folder).toBe(resolve('somewhere'));
	});

	it.each([
		[['--fresh', '--folder', '/home/somebody'], 'Remove the one of --folder by hand'],
		[['--port', 'x'], '--port takes a number'],
		[['--line', 'three'], 'Unknown n8n line "three"'],
		[['--wrong'], '--wrong'],
	])('%j is refused', (args, message) => {
		expect(() => parseDemoOptions(args)).toThrow(message);
	});
});
