import { startRingCentralSimulator } from '../../test/simulators/ringcentral';
import { executed, say, succeeds } from './outcome';
import type { TelephoneSystem } from './system';

const team = '1002';
const customer = '+14155550100';

/**
 * RingCentral: a missed call becomes a message to the team, and every Monday the calls and posts of each
 * user are counted and reported in a chat.
 */
export async function startSystem(): Promise<TelephoneSystem> {
	const simulator = await startRingCentralSimulator();
	const { world, url, pageUrl } = simulator;
	const { control } = world;
	/** A customer talks to Bob, who notes it in the chat. */
	const talk = async () => {
		const { telephonySessionId } = control.place({ from: customer, to: 'bob' });
		control.answer(telephonySessionId);
		control.hangUp(telephonySessionId);
		const bob = world.people.find('bob')?.id ?? '';
		world.chats.post({ chatId: team, creatorId: bob, text: 'Talked to the customer' });
		await succeeds(undefined, () => world.callLog.bySession(telephonySessionId) !== undefined);
	};
	const missCall = () => {
		const { telephonySessionId } = control.place({ from: customer, to: 'alice' });
		control.hangUp(telephonySessionId, customer);
	};
	const postWith = (text: string) =>
		world.chats.chats.get(team)?.posts.some((post) => post.text.includes(text)) ?? false;
	return {
		name: 'RingCentral',
		page: pageUrl,
		credentials: [
			{
				name: 'RingCentral JWT account',
				type: 'ringCentralJwtApi',
				data: {
					environment: 'other',
					serverUrl: url,
					clientId: world.options.clientId,
					clientSecret: world.options.clientSecret,
					jwt: 'jwt-alice',
				},
			},
		],
		deeds: [
			{
				label: 'A customer calls Alice and gives up',
				then: 'The workflow "Missed call to team message" posts in the chat that somebody should call back.',
				async run() {
					await Promise.resolve(missCall());
				},
			},
			{
				label: 'A customer talks to Bob, and Bob notes it in the chat',
				then: 'Execute the workflow "Weekly report of calls and messages per user": its report is a post in the chat, the numbers are in the data table "Weekly Phone Report".',
				run: talk,
			},
		],
		prepare: (definition) => ({
			...definition,
			nodes: definition.nodes.map((node) =>
				'chatId' in node.parameters
					? {
							...node,
							parameters: { ...node.parameters, chatId: { __rl: true, mode: 'id', value: team } },
						}
					: node,
			),
		}),
		async demonstrate({ bench, workflowIds, signal }) {
			say('\nA customer calls Alice at RingCentral and gives up.');
			missCall();
			const told = await succeeds(signal, () => postWith('Missed call'));
			say('A customer talks to Bob at RingCentral; then the weekly report is made.');
			await talk();
			const workflowId = workflowIds['ringcentral-weekly-report'];
			await bench.api.runManually(workflowId, 'Every Monday', 'Post the Report');
			const reported = postWith('1 calls (0 missed');
			return [
				{ what: 'the missed call is a message to the team', holds: told, found: 'no such post' },
				{
					what: 'the workflow that tells the team ended well',
					...(await executed(
						bench,
						workflowIds['ringcentral-missed-call-message'],
						'Tell the Team',
					)),
				},
				{ what: 'the report of the week is a post', holds: reported, found: 'no such post' },
				{
					what: 'the workflow that reports ended well',
					...(await executed(bench, workflowId, 'Post the Report')),
				},
			];
		},
		close: async () => await simulator.close(),
	};
}
