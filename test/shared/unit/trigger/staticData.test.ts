import { TriggerMemory } from '../../../../nodes/BroadWorks/trigger/memory';
import type { BroadWorksStaticData } from '../../../../nodes/BroadWorks/trigger/staticData';
import { eventKey, SeenEvents, shortened } from '../../../../nodes/shared/trigger/seenEvents';
import type { EventsStaticData } from '../../../../nodes/shared/trigger/staticData';

/** As version 0.1.0 has written it. */
const wrote = {
	broadWorks: {
		events: ['i1zE337sfT'],
		running: [['k1', ['rA8JwPi_Xn']]],
		calls: ['call-1', 'call-2'],
		openCalls: ['call-2'],
		callBounds: { forgottenUntil: 1, seenUntil: 2 },
		users: ['alice@example.net'],
		aliveAt: 1_700_000_000_000,
		unread: { from: 1, to: 2 },
		states: [],
		subscriptionId: 's1',
		address: 'digest',
	} satisfies BroadWorksStaticData,
	ringCentral: {
		events: ['i1zE337sfTKngU7KSvBHrj'],
		running: ['rA8JwPi_XnpLBj2GMlXxbY'],
	} satisfies EventsStaticData,
	pushes: {
		events: ['i1zE337sfTKngU7KSvBHrj'],
		taken: [['rA8JwPi_XnpLBj2GMlXxbY', 1_000]],
	} satisfies EventsStaticData,
};

const ids = ['e1', 'e2', 'e3'];

test('BroadWorks goes on with what an earlier version wrote, and keeps what it does not know', () => {
	const kept: BroadWorksStaticData = structuredClone(wrote.broadWorks);
	const memory = new TriggerMemory(kept);
	expect(ids.map((id) => memory.events.interruptedIn([id])?.name)).toEqual([
		undefined,
		'k1',
		undefined,
	]);
	expect(ids.map((id) => memory.events.isNew(id))).toEqual([false, true, true]);
	expect(['call-1', 'call-2'].map((id) => memory.calls.hasEnded(id))).toEqual([true, false]);
	expect([memory.aliveAt, memory.unread]).toEqual([1_700_000_000_000, { from: 1, to: 2 }]);
	memory.write(1_700_000_000_001);
	expect(Object.keys(kept).sort()).toEqual(Object.keys(wrote.broadWorks).sort());
	expect(kept).toMatchObject({ events: wrote.broadWorks.events, subscriptionId: 's1' });
});

test('RingCentral does, where events were known by longer hashes', () => {
	const policy = { afterKill: 'seen', keptAs: shortened } as const;
	const memory = new SeenEvents(wrote.ringCentral, 0, policy);
	expect(ids.map((id) => memory.isNew(eventKey(id)))).toEqual([false, false, true]);
});

test('pushes do, also while another process has an event in hand', () => {
	const memory = new SeenEvents(wrote.pushes, 2_000);
	expect(ids.map((id) => memory.isTakenElsewhere(eventKey(id)))).toEqual([false, true, false]);
	expect(ids.map((id) => memory.isNew(eventKey(id)))).toEqual([false, true, true]);
});
