import type { RingCentralConnection } from '../../../../nodes/RingCentral/client/transport/connection';
import { OtherWebSockets } from '../../../../nodes/RingCentral/client/events/webSocket/otherWebSockets';
import { RateGroups } from '../../../../nodes/RingCentral/client/transport/rateGroups';
import { SeenSet } from '../../../../nodes/shared/core/bounded/seenSet';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp } from '../../../support/fakes/fakeHttp';
import { FakeRandom, RecordingLog } from '../../../support/fakes/fakePorts';

interface Listed {
	id: string;
	/** s after the beginning. */
	made?: number;
	filters?: string[];
	address?: string;
}

const FILTERS = ['/restapi/v1.0/account/1/telephony/sessions', '/restapi/v1.0/account/1/presence'];

function watchWith(listed: Listed[]) {
	const clock = new FakeClock();
	const begun = clock.now();
	const http = new FakeHttp(clock);
	http.on('GET', /subscription$/, () => ({
		body: JSON.stringify({
			records: listed.map(({ id, made = 0, filters = FILTERS, address }) => ({
				id,
				status: 'Active',
				creationTime: new Date(begun + made * 1000).toISOString(),
				eventFilters: filters,
				deliveryMode: { transportType: address ? 'WebHook' : 'WebSocket', address },
			})),
		}),
	}));
	const connection = {
		server: 'https://platform.example.net',
		http,
		clock,
		random: new FakeRandom(),
		log: new RecordingLog(),
		rates: new RateGroups(clock),
	} as unknown as RingCentralConnection;
	const tell = jest.fn();
	const others = new OtherWebSockets(connection, new SeenSet(10), tell);
	return { others, tell, clock, listed, http };
}

test('a newer subscription to the same events, in whatever order, is somebody else', async () => {
	const { others, tell, clock, listed, http } = watchWith([{ id: 'own' }]);
	others.own('own');
	await clock.advance(200_000);
	expect(tell).not.toHaveBeenCalled();
	listed.push({ id: 'other', made: 200, filters: [...FILTERS].reverse() });
	await clock.advance(120_000);
	expect(tell).toHaveBeenCalledTimes(1);
	const asked = http.sent.length;
	await clock.advance(1_000_000);
	expect([tell.mock.calls.length, http.sent.length]).toEqual([1, asked]);
});

test('an older one may be left of this n8n, until it stays too long', async () => {
	const { others, tell, clock } = watchWith([{ id: 'old', made: -5 }, { id: 'own' }]);
	others.own('own');
	await clock.advance(240_000);
	expect(tell).not.toHaveBeenCalled();
	await clock.advance(120_000);
	expect(tell).toHaveBeenCalledTimes(1);
});

test('others are not: own ones, other events, webhooks; and nobody looks after the end', async () => {
	const { others, tell, clock, http } = watchWith([
		{ id: 'own' },
		{ id: 'before', made: 10 },
		{ id: 'events', made: 10, filters: FILTERS.slice(1) },
		{ id: 'webhook', made: 10, address: 'https://n8n.example.net' },
	]);
	others.own('before');
	others.own('own');
	await clock.advance(600_000);
	expect(tell).not.toHaveBeenCalled();
	others.close();
	const asked = http.sent.length;
	await clock.advance(600_000);
	expect([http.sent.length, clock.sleeping]).toEqual([asked, 0]);
});
