import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

import { callRecordSchema } from '../../../scripts/callRecordType';
import type { CallRecord } from '../../../nodes/shared/core/callRecord';
import { parsePhoneNumberFromString } from '../../../nodes/shared/vendor/phone';

const ajv = new Ajv({ allErrors: true });
addFormats(ajv);
const validate = ajv.compile(callRecordSchema);

/** What the schema says against a record. */
export const problemsOf = (record: CallRecord) => (validate(record) ? [] : validate.errors);

const numbersIn = (value: unknown): string[] => {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, member]) =>
		name === 'e164' ? [String(member)] : numbersIn(member),
	);
};

export const timesOf = ({ startTime, answerTime, endTime }: CallRecord): string[] =>
	[startTime, answerTime, endTime].filter((time): time is string => time !== undefined);

/** Numbers of fiction, and the one of a sample whose digits were taken out. */
const INVENTED = /^\+(1555\d{4}|44700000000)$/;

/** s between two times, within one, because vendors round each for itself. */
const isBetween = (from: string | undefined, to: string | undefined, seconds: number | undefined) =>
	from === undefined ||
	to === undefined ||
	seconds === undefined ||
	Math.abs((Date.parse(to) - Date.parse(from)) / 1000 - seconds) <= 1;

/** What holds of the record of every call, whoever tells of it: each with what it gives for a good one. */
export const CHECKS: Array<{
	name: string;
	check: (record: CallRecord) => unknown;
	expected: unknown;
}> = [
	{ name: 'is what the schema says', check: problemsOf, expected: [] },
	{
		name: 'has its times in order',
		check: (record) => {
			const times = timesOf(record);
			return JSON.stringify(times) === JSON.stringify([...times].sort());
		},
		expected: true,
	},
	{
		name: 'has durations that add up, to the second',
		check: ({ duration, talkDuration, waitDuration, answered }) => {
			if (answered !== true || duration === undefined) return true;
			if (talkDuration === undefined || waitDuration === undefined) return true;
			// Udesk counts as talk only what the customer heard; nothing counts more than there was.
			return talkDuration + waitDuration <= duration + 1;
		},
		expected: true,
	},
	{
		name: 'has numbers in E.164 that can be numbers',
		check: (record) =>
			numbersIn(record).filter(
				(number) =>
					!INVENTED.test(number) && parsePhoneNumberFromString(number)?.isPossible() !== true,
			),
		expected: [],
	},
	{
		name: 'says the same of answered and of its result',
		check: ({ answered, result }) =>
			result === undefined || (result === 'answered') === (answered ?? false),
		expected: true,
	},
	{
		name: 'lasted from its start to its end',
		check: ({ startTime, endTime, duration }) => isBetween(startTime, endTime, duration),
		expected: true,
	},
];
