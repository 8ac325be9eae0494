import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import { startRecording } from '../../../simulators/ringCentral/calls/features';
import type { Control } from '../../../simulators/ringCentral/control/control';
import { ids } from './ringCentral';
import { customer } from './ringCentralTrigger';

export interface EventCase {
	name: string;
	parameters: JsonObject;
	/** Makes it happen, beside things that must start nothing. */
	happen(control: Control): void;
	/** The only items that come of it. */
	items: JsonObject[];
}

/** Events whose items are read, or come from the mailbox of a queue. */
export const readCases: readonly EventCase[] = [
	{
		name: 'queueVoicemail',
		parameters: { triggerOn: 'queueVoicemail', queueIds: [ids.sales] },
		happen({ world }) {
			const from = { phoneNumber: customer };
			world.messages.voicemail({ to: world.people.get(ids.alice), from });
			world.messages.voicemail({ to: world.people.get(ids.sales), from });
		},
		items: [{ event: 'queueVoicemail', type: 'VoiceMail', to: [{ name: 'Sales' }] }],
	},
	{
		name: 'smsSent, and none that came in',
		parameters: { triggerOn: 'smsSent' },
		happen(control) {
			control.sms({ from: customer, to: 'alice', text: 'Hi there' });
			control.world.messages.add({
				ownerId: ids.alice,
				type: 'SMS',
				direction: 'Outbound',
				from: { phoneNumber: '+16505550101' },
				to: [{ phoneNumber: customer }],
				subject: 'Hello',
			});
		},
		items: [
			{
				event: 'smsSent',
				ownerId: ids.alice,
				type: 'SMS',
				direction: 'Outbound',
				subject: 'Hello',
			},
		],
	},
	{
		name: 'newRecording of the account',
		parameters: { triggerOn: 'newRecording', targetType: 'account', options: { recordDelay: 1 } },
		happen(control) {
			const other = control.place({ from: customer, to: 'alice' }).telephonySessionId;
			control.answer(other);
			control.hangUp(other);
			const { telephonySessionId } = control.place({ from: customer, to: 'bob' });
			control.answer(telephonySessionId);
			const { parties } = control.calls.find(telephonySessionId);
			const own = parties.find(({ extensionId }) => extensionId === ids.bob);
			if (own) startRecording(control.calls, own);
			control.hangUp(telephonySessionId);
		},
		items: [{ event: 'newRecording', recording: expect.any(Object) as JsonObject }],
	},
];
