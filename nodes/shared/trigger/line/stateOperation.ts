import type { IDataObject, INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { lineItem, type LineStateName } from './lineReport';
import { knownLines } from './liveLines';
import { linesFolder } from './otherProcesses';
import { systemClock } from '../../systemPorts';
import type { Operation, Resource } from '../../action/operation';

/** The entry *Connection* of every backend's Resource dropdown. */
export const connectionResource: Resource = { name: 'connection', label: 'Connection' };

/** Hides the credential of an action node whose trigger has another one: the state needs no login. */
export const exceptForConnection: NonNullable<INodeCredentialDescription['displayOptions']> = {
	hide: { resource: [connectionResource.name] },
};

const allCredentialsField: INodeProperties = {
	displayName: 'All Credentials',
	name: 'allCredentials',
	type: 'boolean',
	default: false,
	description: 'Whether triggers with other credentials are listed too',
};

const sample = {
	state: 'reconnecting',
	message:
		'The line of workflow "Calls", node "BroadWorks Trigger" (BroadWorks) is down, and n8n keeps trying: the server cannot be reached',
	backend: 'BroadWorks',
	delivery: 'channel',
	events: 'Advanced Call',
	workflowId: 'hVQ3pYwE7mJc1rTa',
	workflowName: 'Calls',
	nodeName: 'BroadWorks Trigger',
	credentialId: 'Ld5yR0sXbN2kUq8v',
	credentialName: 'BroadWorks account',
	activeSince: '2026-03-02T08:00:00.000Z',
	downSince: '2026-03-02T11:59:00.000Z',
	secondsDown: 60,
	lastEvent: '2026-03-02T11:58:12.000Z',
	secondsSinceLastEvent: 108,
	waiting: 0,
	lastError: 'the server cannot be reached',
	lastErrorTime: '2026-03-02T11:59:30.000Z',
	subscriptions: [
		{
			id: 'b1b2c3d4',
			target: 'user alice@example.net',
			events: 'Advanced Call',
			expires: '2026-03-03T08:00:00.000Z',
		},
	],
};

const pushSample = (backend: string) => ({
	state: 'listening',
	message: `The line of workflow "Calls", node "${backend} Trigger" (${backend}) takes pushes`,
	backend,
	delivery: 'push',
	events: 'callEnded',
	workflowId: 'hVQ3pYwE7mJc1rTa',
	workflowName: 'Calls',
	nodeName: `${backend} Trigger`,
	credentialId: 'Ld5yR0sXbN2kUq8v',
	credentialName: `${backend} pushes`,
	activeSince: '2026-03-02T08:00:00.000Z',
	lastEvent: '2026-03-02T11:58:12.000Z',
	secondsSinceLastEvent: 108,
	waiting: 0,
	refusedPushes: 2,
	lastRefusedPush: '2026-03-02T11:40:00.000Z',
	lastRefusedStatus: 401,
	subscriptions: [],
});

const nothing = (state: LineStateName, backend: string, message: string): IDataObject[] => [
	{ state, backend, message, subscriptions: [] },
];

/** `credentialIds`: only triggers with these; undefined for all. */
async function states(backend: string, credentialIds?: readonly string[]): Promise<IDataObject[]> {
	const { lines, pushes, isWhole } = await knownLines();
	const wanted = lines.filter(
		(line) =>
			line.backend === backend && (credentialIds?.includes(line.credentialId ?? '') ?? true),
	);
	const now = systemClock.now();
	if (wanted.length > 0) return wanted.map((facts) => lineItem(facts, now, pushes.get(facts.key)));
	if (!isWhole) {
		return nothing(
			'unknown',
			backend,
			`The main process of n8n has not reported its connections for a minute: it is down, no trigger of this package has run in it since its start, or this process does not share its folder ${linesFolder()}`,
		);
	}
	const whose = credentialIds ? ' with this credential' : '';
	return nothing('stopped', backend, `No trigger of ${backend}${whose} is active in this n8n`);
}

/** What the operation is in every backend: it says how the lines of all active triggers are. */
const stateOperation = {
	resource: connectionResource.name,
	name: 'getState',
	label: 'Get State',
	action: 'Get the state of the connection',
	description:
		'Get how the triggers that are active in this n8n are connected, one item each, without asking the server',
	kind: 'read',
	asksNobody: true,
} as const;

/** Operation of a backend that keeps a line or subscription, whose trigger has the action node's credential. */
export function lineStateOperation<Client>(backend: string): Operation<Client> {
	return {
		...stateOperation,
		fields: [allCredentialsField],
		sample: { ...sample, backend },
		async run({ parameter, credentialIds }) {
			const isAll = parameter('allCredentials', false);
			return await states(backend, isAll ? undefined : credentialIds);
		},
	};
}

/** Operation of a backend that pushes, whose trigger has a credential of its own. */
export function pushStateOperation<Client>(backend: string): Operation<Client> {
	return {
		...stateOperation,
		fields: [],
		sample: pushSample(backend),
		run: async () => await states(backend),
	};
}
