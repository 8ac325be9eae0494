import type { IDataObject } from 'n8n-workflow';

import { settled } from '../../../../support/fakes/turns';
import { down, outagesOf, SPEC, up } from '../../support/outagesOf';

describe('after a restart of n8n', () => {
	it('the calls since the last execution are read when the subscription stands', async () => {
		const { clock, begun, log, memory, outages, recovered } = outagesOf('channel');
		memory.write(begun - 60_000);
		log.push({ id: 'a', start: -50_000 }, { id: 'b', start: 30_000 });
		outages.started('downtime');
		await clock.advance(31_000);
		expect(recovered()).toEqual([]);
		outages.notice(up());
		outages.active();
		await clock.advance(6_000);
		expect(recovered()).toEqual(['a', 'b']);
	});

	it('posted events need no channel', async () => {
		const { clock, begun, log, memory, outages, recovered } = outagesOf('httpContact');
		memory.write(begun - 60_000);
		log.push({ id: 'a', start: -50_000 });
		outages.active();
		outages.started('downtime');
		await clock.advance(6_000);
		expect(recovered()).toEqual(['a']);
	});

	it('calls told before it are known by what was kept, however many there were', async () => {
		const kept: IDataObject = {};
		const before = outagesOf('channel', kept);
		for (let count = 0; count < 500; count++) before.tell(`c${count}`, -5_000 + count, 'Released');
		before.memory.write(before.begun);
		const after = outagesOf('channel', JSON.parse(JSON.stringify(kept)) as IDataObject);
		for (let count = 0; count < 500; count++) {
			after.log.push({ id: `c${count}`, start: -5_000 + count });
		}
		after.log.push({ id: 'missed', start: 100 });
		after.outages.started('downtime');
		after.outages.notice(up());
		after.outages.active();
		await after.clock.advance(6_000);
		await settled();
		expect(after.recovered()).toEqual(['missed']);
		// What was acknowledged before is not sent again, which looks like a gap.
		after.log.push({ id: 'in the gap', start: 5_000 });
		after.tell('c400', -4_600);
		after.outages.subscription({ state: 'gap', spec: SPEC, gap: { from: 2, to: 7 } });
		await after.clock.advance(6_000);
		expect(after.recovered()).toEqual(['missed', 'in the gap']);
	});

	it('an outage that was still to be read is read then, without what was told of it', async () => {
		const told = Array.from({ length: 400 }, (_, index) => ({
			id: `told${index}`,
			start: 2_000 + index * 10,
		}));
		const logged = [{ id: 'a', start: 0 }, { id: 'missed', start: 2_500 }, ...told];
		const kept: IDataObject = {};
		const before = outagesOf('channel', kept);
		before.log.push(...logged);
		before.outages.notice(up());
		before.outages.active();
		before.tell('a', 0);
		await before.clock.advance(1_000);
		before.outages.notice(down(before.begun + 1_000));
		await before.clock.advance(60_000);
		before.outages.notice(up(before.begun + 1_000));
		await before.clock.advance(3_000);
		for (const { id, start } of told) {
			before.tell(id, start, 'Released');
			before.memory.write(before.clock.now());
		}
		before.outages.close();

		const after = outagesOf('channel', JSON.parse(JSON.stringify(kept)) as IDataObject);
		after.log.push(...logged, { id: 'later', start: 75_000 });
		await after.clock.advance(80_000);
		after.outages.started('downtime');
		after.outages.notice(up());
		after.outages.active();
		await after.clock.advance(6_000);
		expect(after.recovered()).toEqual(['missed', 'later']);
	});

	it('what the version before had still to read is read, over a kill too', async () => {
		const kept: IDataObject = {};
		const { clock, begun, log, memory, outages, recovered } = outagesOf('channel', kept);
		memory.write(begun);
		log.push({ id: 'missed', start: 2_000 });
		await clock.advance(8_000);
		outages.started('version', begun + 1_000);
		expect(kept.unread).toEqual({ from: begun + 1_000, to: begun + 8_000 });
		outages.notice(up());
		outages.active();
		await clock.advance(6_000);
		expect(recovered()).toEqual(['missed']);
	});

	it('an outage that was read is not read again', async () => {
		const kept: IDataObject = {};
		const before = outagesOf('channel', kept);
		before.outages.notice(up());
		before.outages.active();
		before.outages.notice(down(before.begun));
		before.memory.write(before.clock.now());
		expect(kept.unread).toEqual({ from: before.begun, to: before.begun });
		before.outages.notice(up(before.begun));
		await before.clock.advance(60_000);
		before.memory.write(before.clock.now());
		expect(kept.unread).toBeUndefined();
	});

	it('nothing is read of the time in which the workflow was not active', async () => {
		const kept: IDataObject = {};
		const old = outagesOf('channel', kept);
		old.memory.write(old.begun);
		const saved = JSON.parse(
			JSON.stringify({ ...kept, unread: { from: 1, to: 2 } }),
		) as IDataObject;
		const activated = outagesOf('channel', saved);
		await activated.clock.advance(100_000);
		activated.outages.started('off');
		expect([saved.aliveAt, saved.unread]).toEqual([activated.begun + 100_000, undefined]);
		const { clock, log, outages, recovered } = outagesOf('channel', saved);
		await clock.advance(200_000);
		log.push({ id: 'not wanted', start: 50_000 }, { id: 'a', start: 150_000 });
		outages.started('downtime');
		outages.notice(up());
		outages.active();
		await clock.advance(6_000);
		expect(recovered()).toEqual(['a']);
	});
});
