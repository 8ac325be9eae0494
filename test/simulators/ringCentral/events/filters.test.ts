import { ALICE, BOB } from '../testClient';
import type { PublishedEvent } from '../world';
import { eventName, matches, parseFilter, shapeFor, type EventFilter } from './filters';

const OWN = { accountId: '1', extensionId: ALICE };
const ACCOUNT = '/restapi/v1.0/account/1';
const ME = `${ACCOUNT}/extension/${ALICE}`;

function filter(text: string): EventFilter {
	const found = parseFilter(text, OWN);
	if (!found) throw new Error(`${text} is not a filter`);
	return found;
}

const call = (party: Record<string, unknown> = {}, extensionId?: string): PublishedEvent => ({
	path: `${ACCOUNT}${extensionId === undefined ? '' : `/extension/${extensionId}`}/telephony/sessions`,
	body: {
		sequence: 2,
		parties: [
			{
				direction: 'Inbound',
				missedCall: false,
				from: { phoneNumber: '+14155550199' },
				to: { phoneNumber: '+16505550101' },
				status: { code: 'Proceeding' },
				sipData: { callId: '1' },
				...party,
			},
		],
	},
});

const SESSIONS = '/restapi/v1.0/account/~/extension/~/telephony/sessions';
const ALL_SESSIONS = '/restapi/v1.0/account/~/telephony/sessions';

describe('event filters', () => {
	test.each([
		[SESSIONS, `${ME}/telephony/sessions`],
		[`${SESSIONS}?direction=Inbound`, `${ME}/telephony/sessions?direction=Inbound`],
		[ALL_SESSIONS, `${ACCOUNT}/telephony/sessions`],
		[`/restapi/v1.0/account/~/extension/${BOB}/presence`, `${ACCOUNT}/extension/${BOB}/presence`],
		['/restapi/v1.0/account/~/extension', `${ACCOUNT}/extension`],
		['/restapi/v1.0/account/~/extension/~', ME],
		['/team-messaging/v1/posts', '/team-messaging/v1/posts'],
		[
			'/restapi/v1.0/subscription/~?threshold=60&interval=15',
			'/restapi/v1.0/subscription/~?threshold=60&interval=15',
		],
	])('%s is stored as %s', (text, stored) => {
		expect(filter(text).text).toBe(stored);
	});

	test.each(['', 'calls', '/restapi/v1.0/account/~/call-log', '/restapi/v2/account/~/presence'])(
		'"%s" is none',
		(text) => {
			expect(parseFilter(text, OWN)).toBeUndefined();
		},
	);

	test.each([
		[SESSIONS, ALICE, true],
		[SESSIONS, BOB, false],
		[SESSIONS, undefined, false],
		[ALL_SESSIONS, ALICE, true],
		[ALL_SESSIONS, BOB, true],
		[ALL_SESSIONS, undefined, true],
	])('%s and the call of %s: %s', (text, extensionId, expected) => {
		expect(matches(filter(text), call({}, extensionId), ALICE)).toBe(expected);
	});

	test.each([
		['direction=Inbound', {}, true],
		['direction=outbound', {}, false],
		['missedCall=true', {}, false],
		['missedCall=true', { missedCall: true }, true],
		['missedCall=false', {}, true],
		['phoneNumber=%2B14155550199', {}, true],
		['phoneNumber=16505550101', {}, true],
		['phoneNumber=%2B14155550142', {}, false],
		['statusCode=Answered', {}, false],
		['statusCode=Answered&statusCode=Proceeding', {}, true],
		['withRecordings=true', {}, false],
		['withRecordings=true', { recordings: [{ id: '1', active: true }] }, true],
		['withRecordings=false', {}, true],
		['direction=Inbound&statusCode=Answered', {}, false],
		['sipData=true', {}, true],
	])('?%s and a party with %j: %s', (query, party, expected) => {
		expect(matches(filter(`${SESSIONS}?${query}`), call(party, ALICE), ALICE)).toBe(expected);
	});

	test('other events are narrowed by what was published, or by the body', () => {
		const sms = filter('/restapi/v1.0/account/~/extension/~/message-store/instant?type=SMS');
		const path = `${ME}/message-store/instant`;
		expect(matches(sms, { path, query: { type: 'SMS' }, body: {} }, ALICE)).toBe(true);
		expect(matches(sms, { path, query: { type: 'Pager' }, body: {} }, ALICE)).toBe(false);
		expect(matches(sms, { path, body: { type: 'SMS' } }, ALICE)).toBe(true);
		expect(matches(sms, { path: `${ME}/message-store`, body: {} }, ALICE)).toBe(false);
	});

	test('posts go to those who may see them, by old names too', () => {
		const post: PublishedEvent = {
			path: '/team-messaging/v1/posts',
			visibleTo: [BOB],
			body: { id: '1' },
		};
		const posts = filter('/team-messaging/v1/posts');
		expect(matches(posts, post, ALICE)).toBe(false);
		expect(matches(posts, post, BOB)).toBe(true);
		const old = filter('/restapi/v1.0/glip/posts');
		expect(matches(old, post, BOB)).toBe(true);
		expect(eventName(old, post)).toBe('/restapi/v1.0/glip/posts');
		const chat = { ...post, path: '/team-messaging/v1/chats' };
		expect(matches(filter('/team-messaging/v1/groups'), chat, BOB)).toBe(true);
	});

	test('SIP identifiers and calls of a presence come when asked for', () => {
		const event = call({}, ALICE);
		const party = (text: string) =>
			(shapeFor(filter(text), event.body).parties as Record<string, unknown>[])[0];
		expect(party(SESSIONS)).not.toHaveProperty('sipData');
		expect(party(`${SESSIONS}?sipData=true`)).toHaveProperty('sipData');
		const presence = { activeCalls: [{ id: '1', sipData: {} }], telephonyStatus: 'Ringing' };
		const shaped = (query: string) =>
			shapeFor(filter(`/restapi/v1.0/account/~/extension/~/presence${query}`), presence);
		expect(shaped('')).toEqual({ telephonyStatus: 'Ringing' });
		expect(shaped('?detailedTelephonyState=true').activeCalls).toEqual([{ id: '1' }]);
		expect(shaped('?detailedTelephonyState=true&sipData=true')).toEqual(presence);
	});

	test('the name of an event shows the query where the samples do', () => {
		const path = `${ME}/presence`;
		const detailed = filter(
			'/restapi/v1.0/account/~/extension/~/presence?detailedTelephonyState=true',
		);
		expect(eventName(detailed, { path, body: {} })).toBe(`${path}?detailedTelephonyState=true`);
		const narrowed = filter(`${SESSIONS}?direction=Inbound`);
		expect(eventName(narrowed, call({}, ALICE))).toBe(`${ME}/telephony/sessions`);
		expect(eventName(filter(ALL_SESSIONS), call({}, ALICE))).toBe(`${ME}/telephony/sessions`);
	});
});
