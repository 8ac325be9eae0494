import type { N8nApi } from '../../../n8n-driver/rest/api';
import { DataTables } from '../../../n8n-driver/rest/data-tables';
import { importWorkflow, readExampleWorkflows } from '../../../n8n-driver/example-workflows';
import type { StoredWorkflow, WorkflowDefinition } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { handedOver } from '../../support/n8n/handedOver';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import {
	alice,
	bob,
	caller,
	startTelephoneSystem,
	type TelephoneSystem,
} from '../../broadWorks/n8n/support/telephoneSystem';
import { credentialsOf } from '../../support/n8n/workflows';

const examples = readExampleWorkflows();

/** The example with our credential and, where it waits 15 s, a wait of one. */
function prepared(name: string, system: TelephoneSystem): WorkflowDefinition {
	const nodes = examples[name].nodes.map((node) => ({
		...node,
		...(node.credentials ? { credentials: credentialsOf(system.administrator) } : {}),
		parameters:
			node.type === 'n8n-nodes-base.wait' ? { ...node.parameters, amount: 1 } : node.parameters,
	}));
	return { ...examples[name], nodes };
}

describe('Example workflows', () => {
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

	const withActive = async (name: string, work: (workflow: StoredWorkflow) => Promise<void>) => {
		const workflow = await importWorkflow(api, prepared(name, system));
		try {
			await api.activate(workflow.id);
			await work(workflow);
		} finally {
			await api.deleteWorkflow(workflow.id);
		}
	};

	test('an incoming call is looked up and noted in the table', async () => {
		await withActive('journal-incoming-call', async ({ id }) => {
			const known = await system.phones.placeCall({ ...caller, to: alice });
			const unknown = await system.phones.placeCall({ from: '+15550166', name: 'X', to: bob });
			await api.waitForExecutions(id, 1);
			const tables = await DataTables.of(api);
			const table = (await tables.list()).find(({ name }) => name === 'CRM Calls');
			const row = async (callId: string) =>
				(await tables.rows(table?.id ?? '')).find((call) => call.callId === callId);
			await waitFor(async () => (await row(known))?.contact === 'Jordan Smith', {
				what: 'the note has the name of the contact',
				explain: async () => JSON.stringify(await row(known)),
			});
			await waitFor(async () => (await row(unknown)) !== undefined, { what: 'the call is noted' });
			expect(await row(unknown)).toMatchObject({
				number: '+15550166',
				calledUser: bob,
				contact: null,
			});
		});
	});

	test('a call that goes on ringing is moved to voicemail, an answered one is left alone', async () => {
		const { phones } = system;
		await withActive('missed-call-unanswered-to-voicemail', async () => {
			const answered = await phones.placeCall({ ...caller, to: bob });
			await phones.steerCall(answered, 'answer');
			const ringing = await phones.placeCall({ ...caller, to: alice });
			await waitFor(async () => (await phones.callState(ringing)) === undefined, {
				what: 'the ringing call has been moved',
				explain: () => phones.describe(),
			});
			await waitFor(async () => (await phones.voiceMessages(alice)) === 1, {
				what: 'the caller has left a message',
			});
			expect(await phones.callState(answered)).toBe('Active');
		});
	});

	test('an agent who lets a queue call bounce becomes Unavailable', async () => {
		const { phones } = system;
		await withActive('queue-bounced-agent-unavailable', async ({ id }) => {
			await phones.setAgentState(bob, 'Available');
			await phones.placeCall({ ...caller, to: phones.queue });
			await api.waitForExecutions(id, 1);
			await phones.queueAction('bounce');
			await waitFor(async () => (await phones.agentState(bob)) === 'Unavailable', {
				what: 'the agent is Unavailable',
				explain: async () => JSON.stringify(await api.waitForExecutions(id, 0)),
			});
		});
	});

	const twoOnly = handedOver().line === 'two' ? test : test.skip;

	twoOnly('the set-up branch of the bounce workflow creates its table', async () => {
		const { id } = await api.createWorkflow(prepared('queue-bounced-agent-unavailable', system));
		try {
			const { status, error, output } = await api.runManually(
				id,
				'Set Up, Run Once',
				'Create Queue Offers',
			);
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
			expect(output['Create Queue Offers'][0]).toMatchObject({ name: 'Queue Offers' });
		} finally {
			await api.deleteWorkflow(id);
		}
	});

	twoOnly('the set-up branch creates the tables and the example contact', async () => {
		const { id } = await api.createWorkflow(prepared('journal-incoming-call', system));
		try {
			const { status, error, output } = await api.runManually(
				id,
				'Set Up, Run Once',
				'Add an Example Contact',
			);
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
			expect(output['Add an Example Contact'][0]).toMatchObject({ name: 'Jordan Smith' });
		} finally {
			await api.deleteWorkflow(id);
		}
	});
});
