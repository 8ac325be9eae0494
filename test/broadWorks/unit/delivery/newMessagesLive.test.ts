import type { IDataObject } from 'n8n-workflow';

import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { liveListener } from '../../../../nodes/BroadWorks/trigger/liveListener';
import type { TriggerSettings } from '../../../../nodes/BroadWorks/trigger/settings';
import { GATE_DEFAULTS } from '../../../../nodes/shared/core/flow/eventGate';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { liveNode } from '../../../support/contexts/liveNode';
import { settled } from '../../../support/fakes/turns';
import { eventXml, fakeConnection } from '../support/xsi';

const ALICE = 'alice@example.net';
const SPEC = {
	target: { kind: 'user' as const, userId: ALICE },
	package: 'Voice Mail Message Summary',
};

/** A trigger of new messages on a mailbox. `kept`: what n8n saved of the one before, after a restart. */
function triggerOn(mailbox: string[], kept?: IDataObject) {
	const { node, emitted } = liveNode(kept ?? {});
	const connection = fakeConnection();
	connection.http.on('GET', /VoiceMessagingMessages$/, () => ({
		body: `<VoiceMessagingMessages xmlns="http://schema.broadsoft.com/xsi"><messageInfoList>${mailbox
			.map(
				(id) =>
					`<messageInfo><duration>1000</duration><time>${Date.now()}</time><messageId>/v2.0/user/${ALICE}/voicemessagingmessages/${id}</messageId></messageInfo>`,
			)
			.join('')}</messageInfoList></VoiceMessagingMessages>`,
	}));
	const settings = {
		delivery: 'channel',
		spec: SPEC,
		types: new Set<string>(),
		moment: 'newMessage',
		output: 'connector',
		recoverMissedCalls: false,
		heartbeatInterval: 15_000,
		gate: { ...GATE_DEFAULTS, oneEventPerExecution: true },
	} as unknown as TriggerSettings;
	const mode = kept === undefined ? 'activate' : 'init';
	const started = Object.assign(node, { getActivationMode: () => mode });
	const { listener, close } = liveListener(
		started,
		settings,
		connection,
		ALICE,
		new RecordingLog(),
	);
	const send = (id: string) => {
		const data = '<xsi:messageSummary><xsi:newMessages>1</xsi:newMessages></xsi:messageSummary>';
		const type = 'VoiceMailMessageSummaryEvent';
		const event = readEvent(eventXml({ id, subscription: 's', type, data }));
		return listener.onEvent(event, SPEC, false);
	};
	return { send, emitted, close };
}

describe('new messages of a live trigger', () => {
	test('are known to n8n by their own ids, whichever event has found them', async () => {
		const mailbox = ['1'];
		const { send, emitted, close } = triggerOn(mailbox);
		void send('first');
		await settled();
		expect(emitted.map(({ key }) => key)).toEqual([expect.stringMatching(/message:1$/)]);
		await emitted[0].end('success');
		mailbox.unshift('2');
		void send('second');
		void send('first');
		await settled();
		expect(emitted.map(({ key }) => key?.split(':').slice(-2).join(':'))).toEqual([
			'message:1',
			'message:2',
		]);
		close();
	});

	test('after a kill each goes out under its key, by which n8n refuses what had run', async () => {
		const before = triggerOn(['1']);
		void before.send('first');
		await settled();
		await before.emitted[0].end('success');
		const mailbox = ['2', '1'];
		const killed = triggerOn(mailbox, before.emitted[0].saved);
		void killed.send('first');
		await settled();
		const keys = killed.emitted.map(({ key }) => key?.split(':').slice(-2).join(':'));
		// Nothing was saved of the end of the first one: n8n refuses it by its key.
		expect(keys.sort()).toEqual(['message:1', 'message:2']);
		before.close();
		killed.close();
	});
});
