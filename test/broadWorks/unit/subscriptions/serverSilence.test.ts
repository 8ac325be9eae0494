import type { LineNotice } from '../../../../nodes/BroadWorks/client/delivery/listener';
import { ServerSilence } from '../../../../nodes/BroadWorks/trigger/contact/serverSilence';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { FakeClock } from '../../../support/fakes/fakeClock';

const failure = new TelephonyError('unavailable', 'pbx:80 cannot be reached');

it('tells once that the server does not answer, since it was last heard of, and once that it does', async () => {
	const clock = new FakeClock();
	const told: LineNotice[] = [];
	const silence = new ServerSilence(clock, (notice) => void told.push(notice));
	await clock.advance(20_000);
	silence.heard(undefined);
	const since = clock.now();
	expect(told).toEqual([]);
	for (let probe = 0; probe < 3; probe++) {
		await clock.advance(20_000);
		silence.heard(failure);
	}
	expect(told).toEqual([{ state: 'down', since, cause: failure.message }]);
	silence.heard(undefined);
	silence.heard(undefined);
	expect(told.slice(1)).toEqual([
		{ state: 'up', channelId: '', downSince: since, cause: failure.message },
	]);
});
