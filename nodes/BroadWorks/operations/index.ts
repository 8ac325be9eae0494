import { connectionResource } from '../../shared/trigger/line/stateOperation';
import type { Operation, Resource } from '../../shared/action/operation';
import type { XsiClient } from '../connect';
import { connectionStateOperation } from './connection';
import { callOperations } from './call/operations';
import { conferenceOperations } from './conference/operations';
import { callCenterOperations } from './callCenter/operations';
import { callCenterAgentOperations } from './callCenterAgent/operations';
import { callLogOperations } from './callLog/operations';
import { directoryOperations } from './directory/operations';
import { meetingOperations } from './meeting/operations';
import { rawRequestOperation } from './rawRequest/operations';
import { recordOperations } from './record/operations';
import { routePointOperations } from './routePoint/operations';
import { serviceOperations } from './service/generic';
import { typedServiceOperations } from './service/typed';
import { findUserOperation } from './user/find';
import { getProfileOperation } from './user/getProfile';
import { voicemailOperations } from './voicemail/operations';

/** The Resource dropdown; the first one is the default. */
export const resources: readonly Resource[] = [
	{ name: 'call', label: 'Call' },
	{ name: 'anywhereLocation', label: 'Anywhere Location' },
	{ name: 'callCenter', label: 'Call Center' },
	{ name: 'callCenterAgent', label: 'Call Center Agent', first: 'setAcdState' },
	{ name: 'collaborateRoom', label: 'Collaborate Room' },
	{ name: 'conference', label: 'Conference' },
	{ name: 'callLog', label: 'Call Log' },
	{ name: 'directory', label: 'Directory' },
	{ name: 'fax', label: 'Fax' },
	{ name: 'meetMe', label: 'Meet-Me Conference' },
	{ name: 'phoneList', label: 'Personal Phone List' },
	connectionResource,
	{ name: 'rawRequest', label: 'Raw Request' },
	{ name: 'routePoint', label: 'Route Point' },
	{ name: 'schedule', label: 'Schedule' },
	{ name: 'forwardingRule', label: 'Selective Forwarding Rule' },
	{ name: 'service', label: 'Service' },
	{ name: 'speedDial', label: 'Speed Dial' },
	{ name: 'user', label: 'User' },
	{ name: 'voicemail', label: 'Voicemail' },
];

/** Every action of the node, by resource. A new one is one more line in its list. */
export const operations: ReadonlyArray<Operation<XsiClient>> = [
	...callOperations,
	...conferenceOperations,
	...callCenterAgentOperations,
	...callCenterOperations,
	...routePointOperations,
	getProfileOperation,
	findUserOperation,
	...callLogOperations,
	...directoryOperations,
	...serviceOperations,
	...typedServiceOperations,
	...voicemailOperations,
	...recordOperations,
	...meetingOperations,
	rawRequestOperation,
	connectionStateOperation,
];
