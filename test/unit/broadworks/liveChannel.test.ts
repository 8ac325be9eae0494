import type { LineListener } from '../../../nodes/BroadWorks/client/delivery/listener';
import { LiveChannel, type ChannelContext } from '../../../nodes/BroadWorks/trigger/liveChannel';
import type { LiveListener } from '../../../nodes/BroadWorks/trigger/liveListener';
import { ACCEPTED } from '../../../nodes/BroadWorks/client/channel/channel';
import { RecordingLog } from '../support/fakePorts';
import { liveNode } from '../support/liveNode';

test('the line learns how many events of a workflow may be open', async () => {
	const { node } = liveNode();
	let joined: LineListener | undefined;
	const live: LiveListener = {
		listener: { mostOpen: 100, onEvent: async () => await Promise.resolve(ACCEPTED) },
		credentialChanged() {},
		settle: async () => await Promise.resolve(),
		close() {},
	};
	const channel = new LiveChannel({
		node,
		settings: { spec: { target: { kind: 'user', userId: 'a@b.c' }, package: 'Advanced Call' } },
		live,
		present: { use() {} },
		log: new RecordingLog(),
		lineOf: async () =>
			await Promise.resolve({
				add: async (_spec: unknown, listener: LineListener) => {
					joined = listener;
					await Promise.resolve();
				},
				remove: async () => await Promise.resolve(),
				beatEvery() {},
				ended: false,
			}),
	} as unknown as ChannelContext);
	await channel.start({
		serverUrl: 'https://xsi.example.net',
		authentication: 'basic',
		userId: 'a@b.c',
		password: 'secret',
	} as never);
	expect(joined?.mostOpen).toBe(100);
});
