import { connectionResource } from '../../shared/trigger/line/stateOperation';
import type { Operation, Resource } from '../../shared/action/operation';
import type { RingCentralClient } from '../connect';
import { connectionStateOperation } from './connection';
import { blockingOperations } from './account/blocking';
import { callLogOperations } from './callLog/callLog';
import { callOperations } from './call/operations';
import { callsWithMessagesOperations } from './callLog/callsWithMessages';
import { contactOperations } from './account/contact';
import { extensionOperations } from './account/extension';
import { analyticsOperations } from './callLog/analytics';
import { greetingOperations } from './account/greetings';
import { hoursOperations } from './account/hours';
import { messageOperations } from './message/operations';
import { presenceOperations } from './account/presence';
import { queueOperations } from './account/queueMembers';
import { rawRequestOperations } from './rawRequest';
import { ringOutOperations } from './call/ringOut';
import { ruleOperations } from './account/rules';
import { teamMessagingOperations } from './teamMessaging/teamMessaging';

/** The Resource dropdown; the first one is the default. */
export const resources: readonly Resource[] = [
	{ name: 'call', label: 'Call' },
	{ name: 'answeringRule', label: 'Answering Rule' },
	{ name: 'businessHours', label: 'Business Hours' },
	{ name: 'analytics', label: 'Call Analytics' },
	{ name: 'callLog', label: 'Call Log' },
	{ name: 'callerBlocking', label: 'Caller Blocking' },
	{ name: 'callsWithMessages', label: 'Calls with Messages by User' },
	{ name: 'contact', label: 'Contact' },
	{ name: 'extension', label: 'Extension' },
	{ name: 'greeting', label: 'Greeting' },
	{ name: 'message', label: 'Message' },
	{ name: 'presence', label: 'Presence' },
	{ name: 'queue', label: 'Queue' },
	connectionResource,
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
	...contactOperations,
	...blockingOperations,
	...ruleOperations,
	...hoursOperations,
	...greetingOperations,
	...analyticsOperations,
	...rawRequestOperations,
	connectionStateOperation,
];
