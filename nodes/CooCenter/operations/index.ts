import { connectionResource } from '../../shared/trigger/line/stateOperation';
import type { Operation, Resource } from '../../shared/action/operation';
import type { CooCenterClient } from '../connect';
import { connectionStateOperation } from './connection';
import { agentOperations } from './agent';
import { blacklistOperations } from './blacklist';
import { broadcastOperations } from './broadcast';
import { callOperations } from './call';
import { conferenceOperations } from './conference';
import { extensionOperations } from './extension';
import { playlistOperations } from './playlist';
import { getQueuesOperation } from './queue';
import { rawRequestOperation } from './rawRequest';
import { downloadRecordingOperation } from './recording';
import { scheduleOperations } from './schedule';

/** The Resource dropdown; the first one is the default. */
export const resources: readonly Resource[] = [
	{ name: 'call', label: 'Call' },
	{ name: 'agent', label: 'Agent' },
	{ name: 'blacklist', label: 'Blacklist' },
	{ name: 'broadcast', label: 'Broadcast' },
	{ name: 'conference', label: 'Conference' },
	{ name: 'extension', label: 'Extension' },
	{ name: 'playlist', label: 'Playlist' },
	{ name: 'queue', label: 'Queue' },
	connectionResource,
	{ name: 'rawRequest', label: 'Raw Request' },
	{ name: 'recording', label: 'Recording' },
	{ name: 'schedule', label: 'Schedule' },
];

/** Every action of the node, by resource. A new one is one more entry in its list. */
export const operations: ReadonlyArray<Operation<CooCenterClient>> = [
	...callOperations,
	getQueuesOperation,
	...agentOperations,
	...extensionOperations,
	...blacklistOperations,
	downloadRecordingOperation,
	...conferenceOperations,
	...broadcastOperations,
	...playlistOperations,
	...scheduleOperations,
	rawRequestOperation,
	connectionStateOperation,
];
