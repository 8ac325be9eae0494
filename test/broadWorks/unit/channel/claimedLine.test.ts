import { ClaimedLine } from '../../../../nodes/BroadWorks/trigger/line/claimedLine';
import {
	channelsOf,
	ChannelSetWatch,
} from '../../../../nodes/BroadWorks/client/channel/channelSet';
import type { XsiLine } from '../../../../nodes/BroadWorks/client/channel/line';
import type { LineNotice } from '../../../../nodes/BroadWorks/client/delivery/listener';
import { ACCEPTED } from '../../../../nodes/BroadWorks/client/channel/channel';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { SeenSet } from '../../../../nodes/shared/core/bounded/seenSet';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { settled } from '../../../support/fakes/turns';
import { errorInfo, fakeConnection } from '../support/xsi';

const SPEC = { target: { kind: 'user' as const, userId: 'alice' }, package: 'Do Not Disturb' };
const PATIENCE = 45_000;

/** As much of a line as a claimed one uses. */
class FakeLine {
	ended = false;

	channelIds = ['own'];

	readonly added: unknown[] = [];

	interval = Infinity;

	constructor(readonly id: string) {}

	beatEvery(interval: number): void {
		this.interval = interval;
	}

	async add(_spec: unknown, listener: unknown): Promise<void> {
		this.added.push(listener);
		await Promise.resolve();
	}

	async remove(_spec: unknown, listener: unknown): Promise<void> {
		this.added.splice(this.added.indexOf(listener), 1);
		this.ended = this.added.length === 0;
		await Promise.resolve();
	}
}

const listenerOf = () => {
	const notices: LineNotice[] = [];
	return {
		notices,
		onEvent: async () => await Promise.resolve(ACCEPTED),
		onNotice: (notice: LineNotice) => void notices.push(notice),
	};
};

/** A line and a server, which lists channels by the id of their set. */
function lineWith(sets: Record<string, string[]>, ours = new SeenSet(10)) {
	const connection = fakeConnection();
	connection.http.on('GET', /\/channelset\//, ({ url }) => {
		const channels = sets[url.split('/').pop() ?? ''];
		if (!channels) return { status: 403, body: errorInfo('No such channel set', '110842') };
		const list = channels.map((id) => `<channel><channelId>${id}</channelId></channel>`).join('');
		return { body: `<ChannelSet xmlns="http://schema.broadsoft.com/xsi">${list}</ChannelSet>` };
	});
	const log = new RecordingLog();
	const made: FakeLine[] = [];
	let others = 1;
	const line = new ClaimedLine(
		{
			id: 'set',
			otherId: () => `set-${++others}`,
			create(id) {
				made.push(new FakeLine(id));
				return made[made.length - 1] as unknown as XsiLine;
			},
			watch: new ChannelSetWatch(connection, ours, () => PATIENCE, log),
			ours,
		},
		log,
	);
	return { line, made, log, clock: connection.clock, http: connection.http, ours, sets };
}

describe('a channel set that nobody else has', () => {
	test('is used at once', async () => {
		const { line, made, log } = lineWith({});
		line.beatEvery(15_000);
		const listener = listenerOf();
		await line.add(SPEC, listener, true);
		expect(made.map(({ id, added, interval }) => [id, added, interval])).toEqual([
			['set', [listener], 15_000],
		]);
		expect(log.lines).toEqual([]);
		await line.remove(SPEC, listener);
		expect(line.ended).toBe(true);
	});

	test('may have channels of this process, which the server has not ended yet', async () => {
		const ours = new SeenSet(10);
		const first = lineWith({}, ours);
		const listener = listenerOf();
		await first.line.add(SPEC, listener, true);
		await first.line.remove(SPEC, listener);
		const second = lineWith({ set: ['own'] }, ours);
		await second.line.add(SPEC, listener, true);
		expect(second.made[0].id).toBe('set');
	});

	test('is used when the server does not tell, or cannot be reached', async () => {
		const answers = [
			{ status: 404 },
			{ status: 401 },
			{ status: 500 },
			{ body: 'nonsense' },
			new TelephonyError('unavailable', 'Down'),
		];
		for (const answer of answers) {
			const { line, made, http } = lineWith({});
			http.on('GET', /channelset/, answer);
			await line.add(SPEC, listenerOf(), true);
			expect(made[0].id).toBe('set');
		}
	});

	test('is waited for while the channel of an n8n that was killed is still there', async () => {
		const { line, made, clock, sets, log } = lineWith({ set: ['dead'] });
		const listener = listenerOf();
		// At a start of n8n nobody waits.
		await line.add(SPEC, listener, false);
		await clock.advance(20_000);
		expect(made).toEqual([]);
		sets.set = [];
		await clock.advance(2_000);
		expect(made.map(({ id, added }) => [id, added])).toEqual([['set', [listener]]]);
		expect(log.lines.map(({ level }) => level)).toEqual(['info']);
		expect(listener.notices).toEqual([]);
	});
});

describe('a channel set that another n8n has', () => {
	test('is left to it: the line takes another, and says so', async () => {
		const { line, made, clock, log } = lineWith({ set: ['other'], 'set-2': ['third'] });
		const listener = listenerOf();
		const added = line.add(SPEC, listener, true);
		await clock.advance(2 * PATIENCE);
		await added;
		expect(made.map(({ id }) => id)).toEqual(['set-3']);
		expect(log.at('error').map(({ details }) => details)).toEqual([
			{ channelSetId: 'set-2' },
			{ channelSetId: 'set-3' },
		]);
		expect(log.at('error')[0].message).toMatch(/^Another n8n .* copy .* gets every event$/);
		expect(listener.notices.map(({ state }) => state)).toEqual(['shared', 'shared']);
	});

	test('is not waited for by a trigger that was closed', async () => {
		const { line, made, clock } = lineWith({ set: ['other'] });
		const listener = listenerOf();
		await line.add(SPEC, listener, false);
		await settled();
		await line.remove(SPEC, listener);
		expect(line.ended).toBe(true);
		await clock.advance(2 * PATIENCE);
		expect(made.flatMap(({ added }) => added)).toEqual([]);
		expect(clock.sleeping).toBe(0);
		await expect(line.add(SPEC, listener, true)).rejects.toThrow('closed');
	});

	test('later is told once, when it stays; own channels that come and go are not', async () => {
		const { line, made, clock, log, sets } = lineWith({});
		const listener = listenerOf();
		await line.add(SPEC, listener, true);
		sets.set = ['own'];
		await clock.advance(PATIENCE);
		sets.set = ['own', 'own 2'];
		made[0].channelIds = ['own 2'];
		await clock.advance(PATIENCE);
		sets.set = ['own 2', 'passing'];
		await clock.advance(PATIENCE);
		sets.set = ['own 2', 'other'];
		await clock.advance(PATIENCE);
		expect(log.lines).toEqual([]);
		await clock.advance(PATIENCE);
		expect(log.at('error').map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Another n8n .* has taken its channel set/),
		]);
		expect(listener.notices).toHaveLength(1);
		await clock.advance(5 * PATIENCE);
		expect(log.lines).toHaveLength(1);
		await line.remove(SPEC, listener);
		await clock.advance(PATIENCE);
		expect(clock.sleeping).toBe(0);
	});

	test('is not looked for where the server does not list even the own channels', async () => {
		const { line, clock, http } = lineWith({});
		await line.add(SPEC, listenerOf(), true);
		await clock.advance(10 * PATIENCE);
		expect(http.to('GET', /channelset/)).toHaveLength(2);
	});
});

test('channels of a set, as the server lists them', async () => {
	const { http, ...connection } = fakeConnection();
	http.on('GET', /channelset\/a%20b$/, {
		body: '<xsi:ChannelSet xmlns:xsi="http://schema.broadsoft.com/xsi"><xsi:channel><xsi:channelId>1</xsi:channelId></xsi:channel><xsi:channel/></xsi:ChannelSet>',
	});
	expect(await channelsOf({ ...connection, http }, 'a b')).toEqual(['1']);
});
