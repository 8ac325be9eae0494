import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { UdeskApi } from '../../../credentials/UdeskApi.credentials';
import { UdeskWebhookApi } from '../../../credentials/UdeskWebhookApi.credentials';

const page = readFileSync(join(__dirname, '../../../docs/udesk.md'), 'utf8');

/** The names in the first column of the table below what a credential is for; a row may have several. */
function named(credential: string): string[] {
	const [, below = ''] = page.split(`*${credential}*, for `);
	const [, table = ''] = below.split('\n\n');
	const [, , ...rows] = table.split('\n');
	return rows.flatMap((row) => row.split(' | ')[0].replace(/^\| /, '').split(', '));
}

test.each([new UdeskApi(), new UdeskWebhookApi()])(
	'docs/udesk.md has the fields of $displayName below it, and no other',
	({ displayName, properties }) => {
		const fields = properties.map((field) => field.displayName);
		expect(named(displayName).sort()).toEqual(fields.sort());
	},
);
