import type { N8nApi } from '../../../../n8n-driver/rest/api';
import type {
	JsonObject,
	StoredCredential,
	WorkflowDefinition,
} from '../../../../n8n-driver/rest/rest-types';
import { Simulator, type SimulatorOptions } from '../../../../demo/simulator';
import { sharedN8n } from '../../../support/n8n/processes/sharedN8n';
import { credentialType } from '../../../support/n8n/workflows';

export const alice = 'alice@example.net';
export const bob = 'bob@example.net';
export const carol = 'carol@example.net';
/** A caller from outside. */
export const caller = { from: '+15550100', name: 'Jordan Smith' };

/** A simulated telephone system with credentials for it in n8n. */
export interface TelephoneSystem {
	phones: Simulator;
	/** May see and do everything. */
	administrator: StoredCredential;
	/** Alice's own login. */
	own: StoredCredential;
	close(): Promise<void>;
}

export function credentialData(phones: Simulator, changes: JsonObject = {}): JsonObject {
	return {
		serverUrl: phones.url,
		authentication: 'basic',
		userId: phones.administrator,
		password: phones.password,
		...changes,
	};
}

export async function startTelephoneSystem(
	api: N8nApi,
	options: SimulatorOptions = {},
): Promise<TelephoneSystem> {
	const phones = await Simulator.start(options);
	const create = async (name: string, userId: string) =>
		await api.createCredential(
			`BroadWorks of ${name}`,
			credentialType,
			credentialData(phones, { userId }),
		);
	const administrator = await create('the administrator', phones.administrator);
	const own = await create('Alice', alice);
	return {
		phones,
		administrator,
		own,
		async close() {
			await api.deleteCredential(administrator.id);
			await api.deleteCredential(own.id);
			await phones.close();
		},
	};
}

/** One telephone system for all tests of the block that is being described, and the n8n that they share. */
export function telephoneSystemForAll(
	begin: (given: { api: N8nApi; system: TelephoneSystem }) => void,
	options: SimulatorOptions = {},
): void {
	let system: TelephoneSystem | undefined;
	beforeAll(async () => {
		const api = await sharedN8n();
		system = await startTelephoneSystem(api, options);
		begin({ api, system });
	});
	afterAll(async () => await system?.close());
}

/** Runs `work` with a telephone system of its own. */
export async function withTelephoneSystem(
	api: N8nApi,
	work: (system: TelephoneSystem) => Promise<void>,
	options: SimulatorOptions = {},
): Promise<void> {
	const system = await startTelephoneSystem(api, options);
	try {
		await work(system);
	} finally {
		await system.close();
	}
}

/** Runs `work` while a workflow is active at a telephone system of its own. */
export async function whileListening(
	api: N8nApi,
	definitionFor: (system: TelephoneSystem) => WorkflowDefinition,
	work: (id: string, system: TelephoneSystem) => Promise<void>,
	options: SimulatorOptions = {},
): Promise<void> {
	await withTelephoneSystem(
		api,
		async (system) => {
			const { id } = await api.createWorkflow(definitionFor(system));
			try {
				await api.activate(id);
				await work(id, system);
			} finally {
				await api.deleteWorkflow(id);
			}
		},
		options,
	);
}

/** An event as the server posts it, with the id `e-1`. */
export const doNotDisturbEvent = (subscriptionId: string): string =>
	`<?xml version="1.0" encoding="UTF-8"?><xsi:Event xmlns:xsi="http://schema.broadsoft.com/xsi" ` +
	`xmlns:xsi1="http://www.w3.org/2001/XMLSchema-instance" xsi1:type="xsi:SubscriptionEvent">` +
	`<xsi:eventID>e-1</xsi:eventID><xsi:sequenceNumber>9</xsi:sequenceNumber><xsi:userId>${alice}</xsi:userId>` +
	`<xsi:externalApplicationId>x</xsi:externalApplicationId><xsi:subscriptionId>${subscriptionId}</xsi:subscriptionId>` +
	`<xsi:eventData xsi1:type="xsi:DoNotDisturbEvent"><xsi:info><xsi:active>true</xsi:active></xsi:info></xsi:eventData></xsi:Event>`;
