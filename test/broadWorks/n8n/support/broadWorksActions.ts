import type { N8nApi } from '../../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../../n8n-driver/wait-for';
import type { Simulator } from '../../../../demo/simulator';
import { operations } from '../../../../nodes/BroadWorks/operations';
import { GivenItems } from '../../../contract/sources/samples';
import { sharedN8n } from '../../../support/n8n/processes/sharedN8n';
import { sideBySide } from '../../../support/n8n/sideBySide';
import { withTelephoneSystem } from './telephoneSystem';
import { actionWorkflow, nodeNames } from '../../../support/n8n/workflows';

export interface BroadWorksCase {
	/** `resource: operation`, and what is special of this case. */
	of: string;
	and?: string;
	/** Whose login acts; default: the administrator's. */
	login?: 'own' | 'administrator';
	/** Brings the telephone system into the state the action starts from; gives what it takes of that. */
	given?: (phones: Simulator) => Promise<JsonObject>;
	parameters?: JsonObject;
	/** Looks at what the node gave and at what the telephone system did. */
	then: (phones: Simulator, items: JsonObject[], given: JsonObject) => Promise<void>;
}

/** Waits until what is looked at is as wanted. */
export async function becomes(look: () => Promise<unknown>, wanted: unknown): Promise<void> {
	let found: unknown;
	await waitFor(async () => (found = await look()) === wanted, {
		what: `${String(wanted)} is the state`,
		explain: () => `It is ${String(found)}`,
	});
}

const RUN_BY: Array<[file: string, resources: RegExp]> = [
	['callCenterActions', /^(callCenter|callCenterAgent|routePoint): (?!setAcdState)/],
	[
		'peopleActions',
		/^(anywhereLocation|callLog|collaborateRoom|directory|fax|forwardingRule|meetMe|phoneList|schedule|service|speedDial|voicemail): /,
	],
	[
		'callControlActions',
		/^(conference: |call: (?!(getMany|create|answer|hold|end|transfer|transferToVoicemail|toggleRecording)$))/,
	],
];

/** The operations that a file of the suite n8n runs, each of them in one; the rest is for `actions`. */
export const operationsRunBy = (file: string): typeof operations =>
	operations.filter(({ resource, name }) => {
		const [runBy = 'actions'] =
			RUN_BY.find(([, resources]) => resources.test(`${resource}: ${name}`)) ?? [];
		return runBy === file;
	});

/**
 * Runs every case in a real n8n with a telephone system of its own, several at a time; the last test wants
 * every operation of the file to have run and to have given what its sample says.
 */
export function runCases(file: string, cases: readonly BroadWorksCase[]): void {
	const gave = new GivenItems();
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});

	sideBySide().each(
		cases,
		({ of, and }) => [of, and].filter(Boolean).join(', '),
		async ({ of, login = 'administrator', given, parameters = {}, then }) => {
			const [resource, operation] = of.split(': ');
			await withTelephoneSystem(api, async (system) => {
				const found = (await given?.(system.phones)) ?? {};
				const chosen = { resource, operation, ...found, ...parameters };
				const { status, error, output } = await api.runOnce(
					actionWorkflow(system[login], chosen),
					nodeNames.start,
					nodeNames.action,
				);
				expect({ status, error }).toEqual({ status: 'success', error: undefined });
				const items = output[nodeNames.action];
				gave.add(chosen, items);
				await then(system.phones, items, found);
			});
		},
	);

	test('every operation has been run, and gave what its sample says', () => {
		expect(gave.missing('BroadWorks', operationsRunBy(file))).toEqual([]);
	});
}
