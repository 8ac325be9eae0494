import { startUdeskSimulator, UDESK_ACCOUNT } from '../../test/simulators/udesk';
import { actionWorks, executed, rowComes, say } from './outcome';
import type { TelephoneSystem } from './system';

const secret = 'demo-secret-of-32-characters-long';

/** Udesk: a finished call is noted with its recording. */
export async function startSystem(): Promise<TelephoneSystem> {
	const running = await startUdeskSimulator();
	const { simulator } = running;
	const finishedCall = () => simulator.place({ workflow: 'in', talkTime: 42 }).callId;
	return {
		name: 'Udesk',
		credentials: [
			{ name: 'Udesk Webhook account', type: 'udeskWebhookApi', data: { secret } },
			{
				name: 'Udesk account',
				type: 'udeskApi',
				data: { ...UDESK_ACCOUNT, serverUrl: running.url },
			},
		],
		deeds: [
			{
				label: 'A call of 42 seconds ends',
				then: 'It is in the data table "CRM Call Notes", with the link to its recording.',
				async run() {
					await Promise.resolve(finishedCall());
				},
			},
		],
		pushTo(webhookUrl) {
			simulator.pushTo(`${webhookUrl}/udesk?token=${secret}`);
		},
		async demonstrate(stage) {
			say('\nA call of 42 seconds ends at Udesk.');
			const id = finishedCall();
			const note = await rowComes(
				stage,
				'CRM Call Notes',
				({ callId, recording }) => callId === id && String(recording).includes('.mp3'),
			);
			const workflowId = stage.workflowIds['udesk-call-note'];
			return [
				{ what: 'the Udesk call is noted with its recording', ...note },
				{
					what: 'the workflow that notes it ended well',
					...(await executed(stage.bench, workflowId, 'Note the Call')),
				},
				{
					what: 'the Udesk node gets the numbers',
					...(await actionWorks(stage.bench, 'udesk', {
						parameters: { resource: 'number', operation: 'getMany' },
						credentials: { udeskApi: { name: 'Udesk account' } },
					})),
				},
			];
		},
		close: async () => await running.close(),
	};
}
