import type { Operation } from '../../../shared/action/operation';
import type { RingCentralClient } from '../../connect';
import { answerOperation, ignoreOperation, pickUpOperation } from './answer';
import { dropOperation, endOperation } from './end';
import { holdOperation, muteOperation, unholdOperation } from './hold';
import { bringInOperation, callOutOperation, conferenceOperation } from './out';
import { flipOperation, parkOperation } from './park';
import {
	pauseRecordingOperation,
	resumeRecordingOperation,
	startRecordingOperation,
} from './recording';
import { rejectOperation, replyOperation } from './ringing';
import { getActiveCallsOperation, getCallOperation } from './state';
import { superviseOperation } from './supervise';
import {
	forwardOperation,
	toVoicemailOperation,
	transferOperation,
	warmTransferOperation,
} from './transfer';

/** Every action of the resource Call. */
export const callOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	getCallOperation,
	getActiveCallsOperation,
	callOutOperation,
	conferenceOperation,
	bringInOperation,
	answerOperation,
	pickUpOperation,
	ignoreOperation,
	rejectOperation,
	replyOperation,
	forwardOperation,
	holdOperation,
	unholdOperation,
	muteOperation,
	transferOperation,
	warmTransferOperation,
	toVoicemailOperation,
	parkOperation,
	flipOperation,
	startRecordingOperation,
	pauseRecordingOperation,
	resumeRecordingOperation,
	superviseOperation,
	dropOperation,
	endOperation,
];
