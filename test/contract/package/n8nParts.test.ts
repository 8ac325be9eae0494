import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

type Names = Record<string, string>;

const folder = join(__dirname, '../..');
const { walk, ownN8n, lineOne, lineTwoOnly, long } = JSON.parse(
	readFileSync(join(folder, 'support/n8n/parts.json'), 'utf8'),
) as { walk: Names; ownN8n: Names; lineOne: Names; lineTwoOnly: Names; long: Names };

const suffix = '.test.ts';
const existing = readdirSync(folder, { recursive: true, encoding: 'utf8' })
	.map((name) => name.split(sep).join('/'))
	.filter((name) => /^[^/]+\/n8n\//.test(name) && name.endsWith(suffix))
	.map((name) => name.replace('/n8n/', '/').slice(0, -suffix.length));

test('test/support/n8n/parts.json says of every file there, with a reason, on which lines of n8n it runs', () => {
	expect([...Object.keys(lineOne), ...Object.keys(lineTwoOnly)].sort()).toEqual(existing.sort());
	for (const why of Object.values({ ...lineOne, ...lineTwoOnly })) expect(why).not.toBe('');
});

test('the walk, and the lists of long files and of those with an n8n of their own, have files that exist', () => {
	expect(existing).toEqual(expect.arrayContaining(Object.keys({ ...walk, ...ownN8n, ...long })));
});
