import type { N8nApi } from '../../../../n8n-driver/rest/api';
import { connectOAuth2 } from '../../../../n8n-driver/rest/connect-oauth2';
import type { JsonObject, StoredCredential } from '../../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../../n8n-driver/wait-for';
import {
	INTEGRATION,
	startWebexSimulator,
	type WebexSimulator,
	type WebexSimulatorOptions,
} from '../../../simulators/webex';
import type { Login } from '../../../simulators/webex/people';
import { pushLoad } from '../../../simulators/broadWorks/control/load';
import { triggeredItems } from '../../../support/n8n/poll';
import { actionOf, pushedWorkflow, type PushedWorkflow } from '../../../support/n8n/pushed';
import { nodeNames } from '../../../support/n8n/workflows';

export const webexType = 'webexCallingOAuth2Api';

/** A simulated organization with accounts of it that are connected in n8n. */
export interface WebexOrganization extends WebexSimulator {
	/** Signs in and presses the Connect button. */
	connected(login: Login): Promise<StoredCredential>;
	/** The fields of a credential. */
	data(changes?: JsonObject): JsonObject;
	/** Runs an action, and gives its error or its items. */
	run(
		credential: StoredCredential,
		parameters: JsonObject,
	): Promise<{ error?: string; items: JsonObject[] }>;
	/** Calls that ring at a user; gives their ids. */
	ring(userId: string, count: number, perSecond?: number): Promise<string[]>;
	/** Ends the simulator and deletes every credential. */
	remove(): Promise<void>;
}

export async function startOrganization(
	api: N8nApi,
	options: WebexSimulatorOptions = {},
): Promise<WebexOrganization> {
	const simulator = await startWebexSimulator(options);
	const made: StoredCredential[] = [];
	const data = (changes: JsonObject = {}): JsonObject => ({
		apiServer: simulator.url,
		clientId: INTEGRATION.clientId,
		clientSecret: INTEGRATION.clientSecret,
		...changes,
	});
	return {
		...simulator,
		data,
		async connected(login) {
			const access = login === 'admin' ? 'administrator' : 'user';
			const name = `Webex ${simulator.port} ${login} ${made.length}`;
			const credential = await api.createCredential(name, webexType, data({ access }));
			made.push(credential);
			simulator.login.signedIn = login;
			await connectOAuth2(api, credential);
			return credential;
		},
		async run(credential, parameters) {
			const definition = actionOf('broadWorks', credential, {
				authentication: 'webex',
				...parameters,
			});
			const { error, output } = await api.runOnce(definition, nodeNames.start, nodeNames.action);
			return { error, items: output[nodeNames.action] ?? [] };
		},
		async ring(userId, count, perSecond = 0) {
			const load = { count, eventsPerSecond: perSecond, userIds: [userId] };
			const { body } = await pushLoad(simulator.phones.world, load);
			return (body as { callIds: string[] }).callIds;
		},
		async remove() {
			for (const { id } of made) await api.deleteCredential(id);
			await simulator.close();
		},
	};
}

/** Shorter than the operator's, so that tests see heartbeats. */
export const short: WebexSimulatorOptions = { xsi: { eventTimeout: 10_000 } };
export const oftenHeard = { targetType: 'user', options: { eventTimeout: 8 } };

/** A workflow that starts on calls which come in. */
export const accountTrigger = (
	credential: StoredCredential,
	parameters: JsonObject,
): PushedWorkflow =>
	pushedWorkflow('broadWorks', credential, {
		authentication: 'webex',
		triggerOn: 'callEvent',
		type: ['CallReceivedEvent'],
		delivery: 'channel',
		...parameters,
	});

/** Waits until a workflow has run for all of these calls; once for each. */
export async function allCame(
	api: N8nApi,
	workflowId: string,
	calls: readonly string[],
): Promise<void> {
	let had: string[] = [];
	await waitFor(
		async () => {
			const items = await triggeredItems(api, workflowId);
			had = items.map(({ callId }) => String(callId));
			return calls.every((call) => had.includes(call));
		},
		{
			what: `${calls.length} calls came`,
			timeoutMs: 90_000,
			explain: () => `${calls.filter((call) => !had.includes(call)).length} are missing`,
		},
	);
	expect(had.filter((call) => calls.includes(call))).toHaveLength(calls.length);
}
