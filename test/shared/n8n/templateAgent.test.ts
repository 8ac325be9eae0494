import type { N8nApi } from '../../../n8n-driver/rest/api';
import { importWorkflow } from '../../../n8n-driver/example-workflows';
import {
	alice,
	bob,
	caller,
	startTelephoneSystem,
	type TelephoneSystem,
} from '../../broadWorks/n8n/support/telephoneSystem';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { startChatModel, type Conversation, type Decision } from '../../support/servers/chatModel';
import { filledIn } from './support/importedTemplate';

describe('The agent of a template can', () => {
	let api: N8nApi;
	let system: TelephoneSystem;

	beforeAll(async () => {
		api = await sharedN8n();
	});
	// One each: a trigger that was switched off keeps its place at the server for some seconds.
	beforeEach(async () => {
		system = await startTelephoneSystem(api);
	});
	afterEach(async () => await system.close());

	/** A model that finds Alice first; then it looks at her calls, or calls her, and says what came of it. */
	const assistant = ({ asked, told }: Conversation): Decision => {
		const [person, more] = told;
		if (person === undefined) return { tool: /find/i, arguments: { personName: 'Alice' } };
		if (more !== undefined) return { says: `It is so: ${more}` };
		const field = (name: string) =>
			// JSON in a text, which may be JSON once more.
			new RegExp(`${name}\\W+([\\w@.+-]+)`).exec(person)?.[1];
		return /^call/i.test(asked)
			? { tool: /call_?somebody/i, arguments: { address: field('phone') } }
			: { tool: /calls_?of/i, arguments: { userId: field('userId') } };
	};
	const ask = async (question: string) => {
		const model = await startChatModel(assistant);
		const key = await api.createCredential('Model of templates', 'openAiApi', {
			apiKey: 'none',
			url: model.url,
		});
		const { id } = await importWorkflow(
			api,
			filledIn('ai-agent-telephone', [system.administrator, key], {
				'Who is on the phone?': question,
			}),
		);
		try {
			const run = await api.runManually(id, 'Chat', 'Telephone Assistant');
			expect({ status: run.status, error: run.error }).toEqual({ status: 'success' });
			return String(run.output['Telephone Assistant'][0].output);
		} finally {
			await api.deleteWorkflow(id);
			await api.deleteCredential(key.id);
			await model.close();
		}
	};

	test('tell who is on the phone', async () => {
		await system.phones.placeCall({ ...caller, to: alice });
		expect(await ask('Who is on the phone?')).toMatch(/Jordan Smith/);
	});

	test('call Alice', async () => {
		expect(await ask('Call Alice')).toMatch(/callId/);
		expect(await system.phones.callsOf(bob)).toHaveLength(1);
	});
});
