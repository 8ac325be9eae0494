import type { Operation, Resource } from '../../shared/operation';
import type { RingCentralClient } from '../connect';
import { callLogOperations } from './callLog';
import { callOperations } from './callOperations';
import { callsWithMessagesOperations } from './callsWithMessages';
import { extensionOperations } from './extension';
import { messageOperations } from './messageOperations';
import { presenceOperations } from './presence';
import { queueOperations } from './queueMembers';
import { rawRequestOperations } from './rawRequest';
import { ringOutOperations } from './ringOut';
import { teamMessagingOperations } from './teamMessaging';

/** The Resource dropdown; the first one is the default. */
export const resources: readonly Resource[] = [
	{ name: 'call', label: 'Call' },
	{ name: 'callLog', label: 'Call Log' },
	{ name: 'callsWithMessages', label: 'Calls with Messages by User' },
	{ name: 'extension', label: 'Extension' },
	{ name: 'message', label: 'Message' },
	{ name: 'presence', label: 'Presence' },
	{ name: 'queue', label: 'Queue' },
	{ name: 'rawRequest', label: 'Raw Request' },
	{ name: 'ringOut', label: 'RingOut' },
	{ name: 'teamMessaging', label: 'Team Messaging' },
];

/** Every action of the node, by resource. A new one is one more line in its list. */
export const operations: ReadonlyArray<Operation<RingCentralClient>> = [
	...callOperations,
	...ringOutOperations,
	...callLogOperations,
	...callsWithMessagesOperations,
	...teamMessagingOperations,
	...messageOperations,
	...presenceOperations,
	...queueOperations,
	...extensionOperations,
	...rawRequestOperations,
];
