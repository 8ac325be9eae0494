import { readFileSync } from 'node:fs';

import { backend as cooCenter } from '../../../nodes/CooCenter/backend';
import { backend as dimensions } from '../../../nodes/Dimensions/backend';
import { backend as ringCentral } from '../../../nodes/RingCentral/backend';
import { e164Of } from '../../../nodes/shared/core/e164';
import { readAddress } from '../../../nodes/shared/core/telephoneNumber';
import { backend as udesk } from '../../../nodes/Udesk/backend';
import { fixturePath } from '../../support/fixturePath';
import { cpuTime } from '../cpuTime';
import { placesOf, withValue } from '../places';

/** Characters of one field; what takes quadratic time takes seconds for them. */
const LENGTH = 60_000;

/** ms of processor time for one event. */
const LONGEST = 1_000;

const filled = (piece: string) => piece.repeat(LENGTH / piece.length);

/** Texts that take long to read for whoever goes back and forth in them. */
const hostile: Record<string, string> = {
	'a number that is none at its end': `${filled('1')}x`,
	'a number without end': `+${filled('1')}`,
	'a context of blanks': `1;phone-context=${' '.repeat(3_000)}H${' '.repeat(3_000)}"N`,
	'addresses in addresses': filled('<a@'),
	'parameters of nothing': `${filled(';')}\t;`,
	'times in a row': filled('2026-11-30 10:00:00 '),
};

describe.each([cooCenter, dimensions, ringCentral, udesk])('$displayName', (backend) => {
	test.each(Object.keys(hostile))('reads %s in any field in linear time', (name) => {
		for (const event of backend.events) {
			const document: unknown = JSON.parse(readFileSync(fixturePath(event.fixture), 'utf8'));
			for (const place of placesOf(document)) {
				const text = JSON.stringify(withValue(document, place, hostile[name]));
				const took = cpuTime(() => {
					try {
						backend.sampleItems(event, text, 'callRecord');
					} catch {
						// A refusal is as good: it is the time that counts.
					}
				});
				if (took > LONGEST) {
					throw new Error(`${event.name}, ${place.join('.')}: ${took.toFixed(0)} ms`);
				}
			}
		}
	});
});

test.each(Object.entries(hostile))('%s is no number, and is read in linear time', (_name, text) => {
	const took = cpuTime(() => {
		readAddress(text);
		// Short enough to be read, many times over.
		for (let times = 0; times < 100; times++) e164Of(text.slice(0, 2_000), { country: 'AU' });
	});
	expect(took).toBeLessThan(LONGEST);
	expect(readAddress(text).number).toBeUndefined();
});
