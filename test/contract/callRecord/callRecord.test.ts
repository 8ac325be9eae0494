import { execFileSync } from 'node:child_process';

import { backends } from '../../../scripts/backends';
import { callRecordSchema, callRecordTypeFile } from '../../../scripts/callRecordType';
import type { CallRecord } from '../../../nodes/shared/core/callRecord';
import { jsonFixture, pushFixtures, type Json } from '../../support/jsonFixtures';
import { fc } from '../../support/property';
import { read } from '../documents/markdown';
import { FILLED, filledPush, madeRecords, pushRecords, type Made } from './madeRecords';
import { CHECKS, problemsOf, timesOf } from './recordChecks';

const MEMBERS = Object.keys(callRecordSchema.properties) as Array<keyof CallRecord>;

const made = madeRecords();

it('the type of the call record is what the schema says (else: npm run docs)', () => {
	const script = ['--import', 'tsx', 'scripts/callRecordType.ts'];
	expect(read(callRecordTypeFile)).toBe(execFileSync(process.execPath, script).toString());
});

describe('every call record', () => {
	it.each(CHECKS)('$name', ({ check, expected }) => {
		expect(made.length).toBeGreaterThan(80);
		for (const { backend, of, record } of made)
			expect([backend, of, check(record)]).toEqual([backend, of, expected]);
	});
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
