import type { N8nApi } from '../../../n8n-driver/rest/api';
import { importWorkflow, readExampleWorkflows } from '../../../n8n-driver/example-workflows';
import { waitFor } from '../../../n8n-driver/wait-for';
import { credentialsFor } from '../../support/n8n/pushed';
import { startAccount, type RingCentralAccount } from './support/ringCentral';
import { controlOf, customer, waitForSubscriptions } from './support/ringCentralTrigger';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId } from '../../support/n8n/workflows';

const team = '1002';

describe('The example "missed call to team message"', () => {
	let api: N8nApi;
	let account: RingCentralAccount;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api);
	});
	afterAll(async () => await account.remove());

	const posts = () =>
		(account.world.chats.chats.get(team)?.posts ?? [])
			.map(({ text }) => text)
			.filter((text) => text.includes('Missed call'));

	test('posts each missed call from outside once, at however many phones it rang, and no other', async () => {
		const definition = readExampleWorkflows()['missed-call-team-message'];
		const nodes = definition.nodes.map((node) => ({
			...node,
			...(node.credentials ? { credentials: credentialsFor(account.credential) } : {}),
			parameters:
				node.name === 'Tell the Team'
					? { ...node.parameters, chatId: byId(team) }
					: node.parameters,
		}));
		const { id } = await importWorkflow(api, { ...definition, nodes });
		const control = controlOf(account);
		try {
			await api.activate(id);
			await waitForSubscriptions(account, 1);
			const answered = control.place({ from: customer, to: 'alice' });
			control.answer(answered.telephonySessionId);
			control.hangUp(answered.telephonySessionId);
			const inside = control.place({ from: 'alice', to: 'carol' });
			control.hangUp(inside.telephonySessionId, 'alice');
			const toQueue = control.place({ from: customer, to: 'Sales' });
			control.hangUp(toQueue.telephonySessionId, customer);
			const missed = control.place({ from: customer, to: 'bob', name: 'Jordan Smith' });
			control.hangUp(missed.telephonySessionId, customer);
			await waitFor(() => posts().some((text) => text.includes('Jordan')), {
				what: 'the missed call is posted',
				explain: () => JSON.stringify(posts()),
			});
			await new Promise((resolve) => setTimeout(resolve, 1_500));
			expect(posts()).toHaveLength(2);
			expect(posts().find((text) => text.includes('Jordan'))).toMatch(
				/^\*\*Missed call\*\* from Jordan Smith \(\+14155550100\) to Bob Brown at \d\d:\d\d\. Please call back\.$/,
			);
		} finally {
			await api.deleteWorkflow(id);
		}
	});
});
