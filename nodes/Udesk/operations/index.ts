import { connectionResource } from '../../shared/trigger/line/stateOperation';
import type { Operation, Resource } from '../../shared/action/operation';
import type { UdeskConnection } from '../client/connection';
import {
	agentsOfGroupOperation,
	getStateOperation,
	getWorkWayOperation,
	setStateAsAdministratorOperation,
} from './agent';
import { connectionStateOperation } from './connection';
import { agentControlOperations } from './agentControls';
import {
	agentCalloutOperation,
	getCallLogOperation,
	listCallLogsOperation,
	webCallbackOperation,
} from './call';
import { callControlOperations } from './callControls';
import { customerOperations } from './customer';
import { listNumbersOperation } from './number';
import { rawRequestOperation } from './rawRequest';
import { taskOperations } from './task';
import { ticketOperations } from './ticket';

/** The Resource dropdown; the first one is the default. */
export const resources: readonly Resource[] = [
	{ name: 'call', label: 'Call' },
	{ name: 'agent', label: 'Agent' },
	{ name: 'customer', label: 'Customer' },
	{ name: 'ticket', label: 'Ticket' },
	{ name: 'task', label: 'Task' },
	{ name: 'number', label: 'Number' },
	{ name: 'queue', label: 'Queue' },
	{ name: 'ivrNode', label: 'IVR Node' },
	connectionResource,
	{ name: 'rawRequest', label: 'Raw Request' },
];

/** Every action of the node. A new one is one more line here. */
export const operations: ReadonlyArray<Operation<UdeskConnection>> = [
	webCallbackOperation,
	agentCalloutOperation,
	getCallLogOperation,
	listCallLogsOperation,
	getStateOperation,
	setStateAsAdministratorOperation,
	getWorkWayOperation,
	listNumbersOperation,
	agentsOfGroupOperation,
	...customerOperations,
	...ticketOperations,
	...taskOperations,
	...callControlOperations,
	...agentControlOperations,
	rawRequestOperation,
	connectionStateOperation,
];
