import type { JsonObject } from '../../../../nodes/RingCentral/client/transport/answers';
import type { JoinOptions } from '../../../../nodes/RingCentral/client/callLog/join';
import { json, queryOf, refusal, restBench, SERVER, type RestBench } from './restSupport';

export const ALICE = '62288329016';
export const BOB = '62288330016';
export const SALES = '62290000016';
export const GUEST = 'glip-29507587';

export const at = (time: string) => `2025-12-31T${time}.000Z`;

export const leg = (extensionId?: string, more: JsonObject = {}): JsonObject => ({
	startTime: at('10:00:00'),
	...(extensionId === undefined ? {} : { extension: { id: Number(extensionId), uri: 'x' } }),
	...more,
});

export const call = (id: string, startTime: string, duration: number, ...legs: JsonObject[]) => ({
	id,
	startTime: at(startTime),
	duration,
	direction: 'Inbound',
	legs,
});

export const post = (id: string, creatorId: string | null, creationTime: string) => ({
	id,
	creatorId,
	creationTime: at(creationTime),
	text: id,
});

export const CALLS = [
	call('c4', '13:00:00', 10, leg(undefined, { master: true })),
	call('c3', '12:00:00', 60, leg(BOB)),
	call('c2', '11:00:00', 60, leg(SALES), leg(ALICE), leg(BOB), leg()),
	call('c1', '10:00:00', 60, leg(ALICE), leg(ALICE)),
];

export const CHATS: Record<string, JsonObject[]> = {
	one: [
		post('p5', ALICE, '11:30:00'),
		post('p4', GUEST, '11:02:00'),
		post('p3', BOB, '11:01:30'),
		post('p2', ALICE, '11:00:30'),
		post('p1', ALICE, '10:00:00'),
	],
	two: [post('q2', null, '11:00:40'), post('q1', ALICE, '11:00:10')],
};

export const EXTENSIONS = [
	{
		id: Number(ALICE),
		name: 'Alice Adams',
		extensionNumber: '101',
		type: 'User',
		contact: { firstName: 'Alice', email: 'alice@example.com' },
	},
	{
		id: BOB,
		contact: { firstName: 'Bob', lastName: 'Brown' },
		extensionNumber: '102',
		type: 'User',
	},
	{ id: SALES, name: 'Sales', type: 'Department', extensionNumber: '200' },
	{ name: 'nobody' },
];

export const PERSONS: Record<string, JsonObject> = {
	[ALICE]: { id: ALICE, firstName: 'Alice', lastName: 'Adams', email: null },
	[BOB]: { id: BOB, firstName: 'Bob' },
	[GUEST]: { id: GUEST, firstName: 'Gina', lastName: 'Guest' },
};

/** A server with the calls, chats and persons above; two calls and two posts to a page. */
export function bench(calls: JsonObject[] = CALLS, chats = CHATS): RestBench {
	const made = restBench();
	made.http
		.on('GET', /\/call-log/, ({ url }) => {
			const page = Number(queryOf(url).page ?? 1);
			const uri = `${SERVER}/restapi/v1.0/account/~/call-log?page=${page + 1}`;
			return json({
				records: calls.slice((page - 1) * 2, page * 2),
				navigation: page * 2 < calls.length ? { nextPage: { uri } } : {},
			});
		})
		.on('GET', /\/chats\?/, json({ records: [...Object.keys(chats), null].map((id) => ({ id })) }))
		.on('GET', /\/chats\/\w+\/posts/, ({ url }) => {
			const records = chats[new URL(url).pathname.split('/')[4]];
			const start = Number(queryOf(url).pageToken ?? 0);
			const nextPageToken = start + 2 < records.length ? String(start + 2) : undefined;
			return json({ records: records.slice(start, start + 2), navigation: { nextPageToken } });
		})
		.on('GET', /\/extension\?/, json({ records: EXTENSIONS }))
		.on('GET', /\/persons\//, ({ url }) => {
			const person = PERSONS[url.split('/').at(-1) ?? ''];
			return person ? json(person) : refusal(404, 'CMN-102', 'no');
		});
	return made;
}

export const OPTIONS: JoinOptions = {
	dateFrom: at('10:00:00'),
	dateTo: at('14:00:00'),
	owner: 'company',
	persons: 'none',
};
