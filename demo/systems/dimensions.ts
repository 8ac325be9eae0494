import { DIMENSIONS_CLIENT, startDimensionsSimulator } from '../../test/simulators/dimensions';
import { executed, rowComes, rowOf, say } from './outcome';
import { demoPort } from './ports';
import type { TelephoneSystem } from './system';

const secret = 'demo-secret-of-32-characters-long';

/** Dimensions: a lost call gives an alert with the contact that was matched. */
export async function startSystem(): Promise<TelephoneSystem> {
	const running = await startDimensionsSimulator({ port: await demoPort(5) });
	const { simulator } = running;
	simulator.directories.list[0].contacts.push({
		id: '00000000-0000-0000-0000-00000000000b',
		fields: { fullName: 'Jordan Smith', companyName: 'Example Builders', phone1: '+442079460123' },
	});
	const lostCall = async () => (await simulator.finish({ answered: false, ring: 9 })).cdr.id;
	return {
		name: 'Dimensions',
		node: 'dimensions',
		page: running.pageUrl,
		credentials: [
			{ name: 'Dimensions Webhook account', type: 'dimensionsWebhookApi', data: { secret } },
			{
				name: 'Dimensions account',
				type: 'dimensionsOAuth2Api',
				data: {
					...DIMENSIONS_CLIENT,
					region: 'other',
					serverUrl: running.api,
					loginUrl: running.url,
					scope: 'openid offline_access onboarding',
				},
				connects: true,
			},
		],
		deeds: [
			{
				label: 'A call to Sales rings for 9 seconds and is lost',
				then: 'The workflow keeps an alert, with the contact that has this number.',
				templates: ['missed-call-alert'],
				async run() {
					const id = await lostCall();
					return [rowOf('Lost Call Alerts', ({ callId }) => callId === id)];
				},
			},
		],
		pushTo(webhookUrl) {
			simulator.options.push = `${webhookUrl}/dimensions?token=${secret}`;
		},
		async demonstrate(stage) {
			say('\nA call is lost at Dimensions.');
			const id = await lostCall();
			const alert = await rowComes(
				stage,
				'Lost Call Alerts',
				({ callId, contact }) => callId === id && contact === 'Jordan Smith',
			);
			const workflowId = stage.workflowIds['missed-call-alert'];
			return [
				{ what: 'the lost call gave an alert with the contact', ...alert },
				{
					what: 'the workflow that alerts ended well',
					...(await executed(stage.bench, workflowId, 'Keep the Alert')),
				},
			];
		},
		close: async () => await running.close(),
	};
}
