import type { Operation, Resource } from '../../shared/action/operation';
import type { XsiClient } from '../connect';
import { answerOperation } from './answer';
import { endOperation } from './end';
import { getCallsOperation } from './getCalls';
import { getProfileOperation } from './getProfile';
import { holdOperation } from './hold';
import { newCallOperation } from './newCall';
import { rawRequestOperation } from './rawRequest';
import { setAcdStateOperation } from './setAcdState';
import { toggleRecordingOperation } from './toggleRecording';
import { transferOperation } from './transfer';
import { transferToVoicemailOperation } from './transferToVoicemail';

/** The Resource dropdown; the first one is the default. */
export const resources: readonly Resource[] = [
	{ name: 'call', label: 'Call' },
	{ name: 'callCenterAgent', label: 'Call Center Agent' },
	{ name: 'rawRequest', label: 'Raw Request' },
	{ name: 'user', label: 'User' },
];

/** Every action of the node. A new one is one more line here. */
export const operations: ReadonlyArray<Operation<XsiClient>> = [
	getCallsOperation,
	newCallOperation,
	answerOperation,
	holdOperation,
	endOperation,
	transferOperation,
	transferToVoicemailOperation,
	toggleRecordingOperation,
	setAcdStateOperation,
	getProfileOperation,
	rawRequestOperation,
];
