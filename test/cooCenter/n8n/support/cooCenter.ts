import { randomUUID } from 'node:crypto';

import type { N8nApi } from '../../../../n8n-driver/rest/api';
import type {
	JsonObject,
	StoredCredential,
	WorkflowDefinition,
	WorkflowNode,
} from '../../../../n8n-driver/rest/rest-types';
import {
	startCooCenterSimulator,
	type CooCenterSimulator,
	type CooCenterSimulatorOptions,
} from '../../../simulators/cooCenter';
import { handedOver } from '../../../support/n8n/handedOver';
import { chain, startedByHand } from '../../../support/n8n/workflows';

export const cooCenter = 'n8n-nodes-telephony.cooCenter';
export const cooCenterTrigger = 'n8n-nodes-telephony.cooCenterTrigger';
export const cooCenterCredential = 'cooCenterApi';

export const pathSecret = 'a-secret-of-32-random-characters';

/** Names of the nodes in the workflows below. */
export const names = { start: 'Start', action: 'CooCenter', file: 'File', trigger: 'Event' };

/** A simulated PBX with a credential for it in n8n. */
export interface Pbx extends CooCenterSimulator {
	credential: StoredCredential;
	remove(): Promise<void>;
}

export function credentialData(
	{ url, world }: CooCenterSimulator,
	changes: JsonObject = {},
): JsonObject {
	const { generation, webKey, timeZone, username, password } = world.settings;
	const access: JsonObject = generation === 1 ? { webKey } : { username, password };
	return { url, generation, timeZone, allowUnauthorizedCerts: false, ...access, ...changes };
}

export async function startPbx(
	api: N8nApi,
	options: CooCenterSimulatorOptions = {},
	changes: JsonObject = {},
): Promise<Pbx> {
	// A PBX waits 2 s; an n8n that serves many tests at once may take longer.
	const patient = { retryGap: 300, pushTimeout: 15_000 };
	const simulator = await startCooCenterSimulator({ ...patient, ...options });
	const credential = await api.createCredential(
		`CooCenter ${simulator.port}`,
		cooCenterCredential,
		credentialData(simulator, changes),
	);
	return {
		...simulator,
		credential,
		async remove() {
			await api.deleteCredential(credential.id);
			await simulator.close();
		},
	};
}

export const credentialsOf = ({ id, name }: StoredCredential): WorkflowNode['credentials'] => ({
	[cooCenterCredential]: { id, name },
});

const READ_FILE = `const file = await this.helpers.getBinaryDataBuffer(0, 'data');
return [{ json: { data: file.toString('base64') } }];`;

/** Start by hand -> one CooCenter action for each of the `items` -> its file as text, if wanted. */
export function cooCenterAction(
	credential: StoredCredential,
	parameters: JsonObject,
	{ items = [{}], readsFile = false }: { items?: JsonObject[]; readsFile?: boolean } = {},
): WorkflowDefinition {
	const nodes: Array<Omit<WorkflowNode, 'position' | 'id'>> = [
		{
			name: names.action,
			type: cooCenter,
			typeVersion: 1,
			parameters,
			credentials: credentialsOf(credential),
		},
	];
	if (readsFile) {
		nodes.push({
			name: names.file,
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: { jsCode: READ_FILE },
		});
	}
	return startedByHand('CooCenter action', items, nodes);
}

export interface TriggerWorkflow {
	definition: WorkflowDefinition;
	/** Path of the webhook below n8n's address. */
	path: string;
	/** Where the PBX pushes, once it is active in the shared n8n. */
	url: string;
	testUrl: string;
}

/** One CooCenter trigger -> a node that does nothing. */
export function cooCenterTriggerWorkflow(
	credential: StoredCredential,
	parameters: JsonObject,
): TriggerWorkflow {
	const webhookId = randomUUID();
	const definition = chain('CooCenter trigger', [
		{
			name: names.trigger,
			type: cooCenterTrigger,
			typeVersion: 1,
			parameters: { pathSecret, ...parameters },
			credentials: credentialsOf(credential),
			webhookId,
		},
		{ name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
	]);
	const { url } = handedOver();
	const path = `/webhook/${webhookId}/${pathSecret}`;
	return {
		definition,
		path,
		url: url + path,
		testUrl: `${url}/webhook-test/${webhookId}/${pathSecret}`,
	};
}
