import type { INodeProperties } from 'n8n-workflow';

import { backend as broadWorks } from '../../../nodes/BroadWorks/backend';
import { backend as cooCenter } from '../../../nodes/CooCenter/backend';
import { backend as dimensions } from '../../../nodes/Dimensions/backend';
import { backend as ringCentral } from '../../../nodes/RingCentral/backend';
import { BinaryOutput, type Operation } from '../../../nodes/shared/action/operation';
import { TelephonyError } from '../../../nodes/shared/core/errors';
import { backend as udesk } from '../../../nodes/Udesk/backend';
import type { Answer } from '../../support/fakes/fakeHttp';
import { clientOf, hostileAnswers } from '../hostileAnswers';
import { oddity } from '../places';

/** Something that a field may have. */
function valueOf({ name, type, default: given }: INodeProperties): unknown {
	const value =
		typeof given === 'object' && given !== null && 'mode' in given ? given.value : given;
	if (value !== '' && value !== undefined && value !== 0) return value;
	if (type === 'number') return 1;
	if (type === 'dateTime') return '2026-11-30T10:00:00Z';
	if (type === 'json') return '{}';
	return /email/i.test(name) ? 'alice@example.net' : '1001';
}

async function run(backend: string, operation: Operation<never>, answer: Answer) {
	const values = Object.fromEntries(operation.fields.map((field) => [field.name, valueOf(field)]));
	const result = await operation.run({
		client: clientOf(backend, answer) as never,
		itemIndex: 0,
		credentialIds: [],
		timeZone: 'Europe/Berlin',
		parameter: <T>(name: string, fallback?: T) => (values[name] ?? fallback) as T,
		async storeFile(body) {
			for await (const part of body) expect(part).toBeDefined();
			return { data: '', mimeType: 'audio/wav' };
		},
		readFile: async () =>
			await Promise.resolve({ bytes: Buffer.from('a'), fileName: 'a.txt', mimeType: 'text/plain' }),
	});
	return result instanceof BinaryOutput ? [result.json] : [result].flat();
}

/** Words that belong in no message. */
const NO_WORDS = /\bundefined\b|\bNaN\b|\[object /;

/** What is wrong with how an operation takes an answer; undefined for items, or an error of the client's own. */
async function wrongWith(
	backend: string,
	operation: Operation<never>,
	answer: Answer,
): Promise<string | undefined> {
	try {
		const items = await run(backend, operation, answer);
		const { status = 200 } = answer;
		if (status > 299) return `the answer counts as success`;
		const strange = items.find(
			(item) => typeof item !== 'object' || item === null || Array.isArray(item),
		);
		return strange === undefined ? oddity(items) : `the item is ${JSON.stringify(strange)}`;
	} catch (error) {
		if (!(error instanceof TelephonyError)) return String(error);
		return NO_WORDS.test(error.message) ? error.message : undefined;
	}
}

test.each([broadWorks, cooCenter, dimensions, ringCentral, udesk])(
	'any answer to an operation of $displayName becomes items or an error in words',
	async ({ displayName, operations }) => {
		const found: string[] = [];
		const asking = operations.filter(({ asksNobody }) => !asksNobody);
		expect(asking.length).toBeGreaterThan(5);
		for (const operation of asking) {
			for (const [what, answer] of hostileAnswers) {
				const wrong = await wrongWith(displayName, operation, answer);
				if (wrong === undefined) continue;
				found.push(`${operation.resource}: ${operation.name}, ${what}: ${wrong}`);
			}
		}
		expect(found.slice(0, 20)).toEqual([]);
	},
);
