import { execFileSync } from 'node:child_process';

import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

import { backends } from '../../../scripts/backends';
import { callRecordSchema, callRecordTypeFile } from '../../../scripts/callRecordType';
import type { CallRecord } from '../../../nodes/shared/core/callRecord';
import { parsePhoneNumberFromString } from '../../../nodes/shared/vendor/phone';
import { jsonFixture, pushFixtures, type Json } from '../../support/jsonFixtures';
import { fc } from '../../support/property';
import { read } from '../documents/markdown';
import { FILLED, filledPush, madeRecords, pushRecords, type Made } from './madeRecords';

const MEMBERS = Object.keys(callRecordSchema.properties) as Array<keyof CallRecord>;

const ajv = new Ajv({ allErrors: true });
addFormats(ajv);
const validate = ajv.compile(callRecordSchema);

const problemsOf = (record: CallRecord) => (validate(record) ? [] : validate.errors);

const numbersIn = (value: unknown): string[] => {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, member]) =>
		name === 'e164' ? [String(member)] : numbersIn(member),
	);
};

const timesOf = ({ startTime, answerTime, endTime }: CallRecord) =>
	[startTime, answerTime, endTime].filter((time): time is string => time !== undefined);

const made = madeRecords();

it('the type of the call record is what the schema says (else: npm run docs)', () => {
	const script = ['--import', 'tsx', 'scripts/callRecordType.ts'];
	expect(read(callRecordTypeFile)).toBe(execFileSync(process.execPath, script).toString());
});

describe('every call record', () => {
	const each = (check: (one: Made) => unknown, expected: unknown) => {
		expect(made.length).toBeGreaterThan(80);
		for (const one of made)
			expect([one.backend, one.of, check(one)]).toEqual([one.backend, one.of, expected]);
	};

	it('is what the schema says', () => each(({ record }) => problemsOf(record), []));

	it('has its times in order', () =>
		each(({ record }) => {
			const times = timesOf(record);
			return JSON.stringify(times) === JSON.stringify([...times].sort());
		}, true));

	it('has durations that add up, to the second', () =>
		each(({ record: { duration, talkDuration, waitDuration, answered } }) => {
			if (answered !== true || duration === undefined) return true;
			if (talkDuration === undefined || waitDuration === undefined) return true;
			// Udesk counts as talk only what the customer heard; nothing counts more than there was.
			return talkDuration + waitDuration <= duration + 1;
		}, true));

	it('has numbers in E.164 that can be numbers', () => {
		// Numbers of fiction, and the one of a sample whose digits were taken out.
		const invented = /^\+(1555\d{4}|44700000000)$/;
		each(
			({ record }) =>
				numbersIn(record).filter(
					(number) =>
						!invented.test(number) && parsePhoneNumberFromString(number)?.isPossible() !== true,
				),
			[],
		);
	});

	it('says the same of answered and of its result', () =>
		each(
			({ record: { answered, result } }) =>
				result === undefined || (result === 'answered') === (answered ?? false),
			true,
		));
});

describe('the table of docs/call-record.md', () => {
	const filled = (backend: string, from: Made['from']) =>
		new Set(
			made
				.filter((one) => one.backend === backend && one.from === from)
				.flatMap(({ record }) => Object.keys(record)),
		);

	it.each(
		backends.flatMap(({ name, recordSources }) =>
			(['event', 'read'] as const).map((from) => ({ name, from, recordSources })),
		),
	)('says what $name fills by $from, and nothing else', ({ name, from, recordSources }) => {
		const known = filled(name, from);
		expect(MEMBERS.filter((member) => known.has(member))).toEqual(
			MEMBERS.filter((member) => recordSources[member][from] !== undefined),
		);
	});
});

/** Broken values, as buggy or hostile senders have them. */
const broken = fc.constantFrom<unknown>(
	...[-5, 1e300, Number.MAX_SAFE_INTEGER, '-7', '', null, true, [], {}, 'x', '0', '99999999999'],
	...['2018-03-22 11:48:00 +0800', '1999-01-01T00:00:00Z', '2999-12-31 23:59:59'],
);

const pushBackends = ['CooCenter', 'Udesk', 'Dimensions'];

const pushes = pushBackends.flatMap((backend) =>
	pushFixtures(backend[0].toLowerCase() + backend.slice(1)).flatMap((name) => [
		{ backend, push: jsonFixture(name) },
		...(name in FILLED ? [{ backend, push: filledPush(name) }] : []),
	]),
);

it('a record of a broken push is whole, in order and never negative', () => {
	const mutated = fc.record({
		one: fc.constantFrom(...pushes),
		values: fc.array(fc.tuple(fc.nat(60), broken), { minLength: 1, maxLength: 6 }),
	});
	fc.assert(
		fc.property(mutated, ({ one: { backend, push }, values }) => {
			const copy = structuredClone(push);
			const inner = (copy.cdr ?? copy) as Json;
			const names = Object.keys(inner).filter((name) => name !== 'event');
			for (const [index, value] of values) inner[names[index % names.length]] = value;
			for (const record of pushRecords(backend, copy)) {
				expect(problemsOf(record)).toEqual([]);
				const times = timesOf(record);
				expect(times).toEqual([...times].sort());
			}
		}),
		{ numRuns: 300 },
	);
});
