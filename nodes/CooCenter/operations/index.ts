import type { Operation, Resource } from '../../shared/action/operation';
import type { CooCenterClient } from '../connect';
import { agentOperations } from './agent';
import { blacklistOperations } from './blacklist';
import { callOperations } from './call';
import { extensionOperations } from './extension';
import { getQueuesOperation } from './queue';
import { rawRequestOperation } from './rawRequest';
import { downloadRecordingOperation } from './recording';

/** The Resource dropdown; the first one is the default. */
export const resources: readonly Resource[] = [
	{ name: 'call', label: 'Call' },
	{ name: 'agent', label: 'Agent' },
	{ name: 'blacklist', label: 'Blacklist' },
	{ name: 'extension', label: 'Extension' },
	{ name: 'queue', label: 'Queue' },
	{ name: 'rawRequest', label: 'Raw Request' },
	{ name: 'recording', label: 'Recording' },
];

/** Every action of the node, by resource. A new one is one more entry in its list. */
export const operations: ReadonlyArray<Operation<CooCenterClient>> = [
	...callOperations,
	getQueuesOperation,
	...agentOperations,
	...extensionOperations,
	...blacklistOperations,
	downloadRecordingOperation,
	rawRequestOperation,
];
