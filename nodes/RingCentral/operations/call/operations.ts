import type { Operation } from '../../../shared/action/operation';
import type { RingCentralClient } from '../../connect';
import { connectedOperations } from './connected';
import { dropOperation, endOperation } from './end';
import { bringInOperation, callOutOperation, conferenceOperation } from './out';
import {
	pauseRecordingOperation,
	resumeRecordingOperation,
	startRecordingOperation,
} from './recording';
import { ringingOperations } from './ringing';
import { getActiveCallsOperation, getCallOperation } from './state';
import { superviseOperation } from './supervise';

/** Every action of the resource Call. */
export const callOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	getCallOperation,
	getActiveCallsOperation,
	callOutOperation,
	conferenceOperation,
	bringInOperation,
	...ringingOperations,
	...connectedOperations,
	startRecordingOperation,
	pauseRecordingOperation,
	resumeRecordingOperation,
	superviseOperation,
	dropOperation,
	endOperation,
];
