import type { Operation, Resource } from '../../shared/action/operation';
import type { CooCenterClient } from '../connect';
import {
	addToBlacklistOperation,
	getBlacklistOperation,
	removeFromBlacklistOperation,
} from './blacklist';
import { dialOperation } from './dial';
import { downloadRecordingOperation } from './downloadRecording';
import { getCurrentCallsOperation } from './getCurrentCalls';
import { getQueuesOperation } from './getQueues';
import { getRegistrationsOperation } from './getRegistrations';
import { getStatesOperation } from './getStates';
import { hangUpOperation } from './hangUp';
import { loginAgentOperation, logoutAgentOperation } from './loginAgent';
import { pauseAgentOperation, unpauseAgentOperation } from './pauseAgent';
import { rawRequestOperation } from './rawRequest';
import { bargeInOperation, spyOperation, whisperOperation } from './supervise';
import { transferOperation } from './transfer';

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

/** Every action of the node. A new one is one more line here. */
export const operations: ReadonlyArray<Operation<CooCenterClient>> = [
	getCurrentCallsOperation,
	dialOperation,
	hangUpOperation,
	transferOperation,
	spyOperation,
	whisperOperation,
	bargeInOperation,
	getQueuesOperation,
	pauseAgentOperation,
	unpauseAgentOperation,
	loginAgentOperation,
	logoutAgentOperation,
	getRegistrationsOperation,
	getStatesOperation,
	getBlacklistOperation,
	addToBlacklistOperation,
	removeFromBlacklistOperation,
	downloadRecordingOperation,
	rawRequestOperation,
];
