import type { Operation, Resource } from '../../shared/operation';
import type { UdeskConnection } from '../client/connection';
import { agentCalloutOperation } from './agentCallout';
import { agentControlOperations } from './agentControls';
import { getCallLogOperation } from './getCallLog';
import { getWorkWayOperation } from './getWorkWay';
import { listNumbersOperation } from './listNumbers';
import { rawRequestOperation } from './rawRequest';
import { webCallbackOperation } from './webCallback';

/** The Resource dropdown; the first one is the default. */
export const resources: readonly Resource[] = [
	{ name: 'call', label: 'Call' },
	{ name: 'agent', label: 'Agent' },
	{ name: 'number', label: 'Number' },
	{ name: 'rawRequest', label: 'Raw Request' },
];

/** Every action of the node. A new one is one more line here. */
export const operations: ReadonlyArray<Operation<UdeskConnection>> = [
	webCallbackOperation,
	agentCalloutOperation,
	getCallLogOperation,
	getWorkWayOperation,
	listNumbersOperation,
	...agentControlOperations,
	rawRequestOperation,
];
