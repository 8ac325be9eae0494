import type { Operation, Resource } from '../../shared/action/operation';
import type { UdeskConnection } from '../client/connection';
import { agentCalloutOperation } from './agentCallout';
import { agentControlOperations } from './agentControls';
import { agentsOfGroupOperation } from './agentsOfGroup';
import { callControlOperations } from './callControls';
import { customerOperations } from './customers';
import { getCallLogOperation } from './getCallLog';
import { getWorkWayOperation } from './getWorkWay';
import { listNumbersOperation } from './listNumbers';
import { rawRequestOperation } from './rawRequest';
import { ticketOperations } from './tickets';
import { webCallbackOperation } from './webCallback';

/** The Resource dropdown; the first one is the default. */
export const resources: readonly Resource[] = [
	{ name: 'call', label: 'Call' },
	{ name: 'agent', label: 'Agent' },
	{ name: 'customer', label: 'Customer' },
	{ name: 'ticket', label: 'Ticket' },
	{ name: 'number', label: 'Number' },
	{ name: 'queue', label: 'Queue' },
	{ name: 'ivrNode', label: 'IVR Node' },
	{ name: 'rawRequest', label: 'Raw Request' },
];

/** Every action of the node. A new one is one more line here. */
export const operations: ReadonlyArray<Operation<UdeskConnection>> = [
	webCallbackOperation,
	agentCalloutOperation,
	getCallLogOperation,
	getWorkWayOperation,
	listNumbersOperation,
	agentsOfGroupOperation,
	...customerOperations,
	...ticketOperations,
	...callControlOperations,
	...agentControlOperations,
	rawRequestOperation,
];
