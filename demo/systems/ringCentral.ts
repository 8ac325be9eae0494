import { startRingCentralSimulator } from '../../test/simulators/ringCentral';
import { executed, say, succeeds } from './outcome';
import { demoPort } from './ports';
import type { Look, TelephoneSystem } from './system';

const team = '1002';
const customer = '+14155550100';

/**
 * RingCentral: a missed call becomes a message to the team, and every Monday the calls and posts of each
 * user are counted and reported in a chat.
 */
export async function startSystem(): Promise<TelephoneSystem> {
	const simulator = await startRingCentralSimulator({ port: await demoPort(2) });
	const { world, url, pageUrl } = simulator;
	const { control } = world;
	const app = {
		environment: 'other',
		serverUrl: url,
		clientId: world.options.clientId,
		clientSecret: world.options.clientSecret,
	};
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
	const postsWith = (text: string) =>
		(world.chats.chats.get(team)?.posts ?? []).filter((post) => post.text.includes(text));
	const postWith = (text: string) => postsWith(text).length > 0;
	/** Finds the next post with a text; those that are there already do not count. */
	const nextPost = (text: string): Look => {
		const before = postsWith(text).length;
		return async () => {
			const post = await Promise.resolve(postsWith(text).at(before));
			return post && { text: `Post in the chat: ${post.text}`, url: `${pageUrl}#chats` };
		};
	};
	return {
		name: 'RingCentral',
		node: 'ringCentral',
		page: pageUrl,
		credentials: [
			// What a new node asks for.
			{
				name: 'RingCentral account',
				type: 'ringCentralOAuth2Api',
				data: app,
				connects: true,
			},
			{
				name: 'RingCentral JWT account',
				type: 'ringCentralJwtApi',
				data: { ...app, jwt: 'jwt-alice' },
			},
		],
		deeds: [
			{
				label: 'A customer calls Alice and gives up',
				then: 'The workflow posts in the team’s chat that somebody should call back.',
				templates: ['missed-call-team-message'],
				async run() {
					const posted = nextPost('Missed call');
					missCall();
					return await Promise.resolve([posted]);
				},
			},
			{
				label: 'A customer talks to Bob, and Bob notes it in the chat',
				then: 'The report that the workflow makes every Monday is made now, and posted in the chat.',
				templates: ['report-weekly-per-user'],
				async run({ bench, workflowIds }) {
					const reported = nextPost('calls (');
					await talk();
					await bench.api.startManually(
						workflowIds['report-weekly-per-user'],
						'Every Monday',
						'Post the Report',
					);
					return [reported];
				},
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
			const workflowId = workflowIds['report-weekly-per-user'];
			await bench.api.runManually(workflowId, 'Every Monday', 'Post the Report');
			const reported = postWith('1 calls (0 missed');
			return [
				{ what: 'the missed call is a message to the team', holds: told, found: 'no such post' },
				{
					what: 'the workflow that tells the team ended well',
					...(await executed(bench, workflowIds['missed-call-team-message'], 'Tell the Team')),
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
