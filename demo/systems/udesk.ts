import { startUdeskSimulator, UDESK_ACCOUNT } from '../../test/simulators/udesk';
import { executed, rowComes, rowOf, say } from './outcome';
import { demoPort } from './ports';
import type { TelephoneSystem } from './system';

const secret = 'demo-secret-of-32-characters-long';

/** Udesk: a finished call is noted with its recording. */
export async function startSystem(): Promise<TelephoneSystem> {
	const running = await startUdeskSimulator({ port: await demoPort(4) });
	const { simulator } = running;
	const finishedCall = () =>
		simulator.place({ workflow: 'in', customerName: 'Jordan Smith', talkTime: 42 }).callId;
	return {
		name: 'Udesk',
		node: 'udesk',
		page: running.pageUrl,
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
				then: 'The workflow notes it, with the link to its recording.',
				templates: ['journal-finished-call'],
				async run() {
					const id = finishedCall();
					return await Promise.resolve([rowOf('CRM Call Notes', ({ callId }) => callId === id)]);
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
			const workflowId = stage.workflowIds['journal-finished-call'];
			return [
				{ what: 'the Udesk call is noted with its recording', ...note },
				{
					what: 'the workflow that notes it ended well',
					...(await executed(stage.bench, workflowId, 'Note the Call')),
				},
			];
		},
		close: async () => await running.close(),
	};
}
