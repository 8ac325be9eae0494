import type { Operation } from '../../shared/operation';
import type { RingCentralClient } from '../connect';
import { answerOperation, ignoreOperation, pickUpOperation } from './callAnswer';
import { dropOperation, endOperation } from './callEnd';
import { holdOperation, muteOperation, unholdOperation } from './callHold';
import { bringInOperation, callOutOperation, conferenceOperation } from './callOut';
import { flipOperation, parkOperation } from './callPark';
import {
	pauseRecordingOperation,
	resumeRecordingOperation,
	startRecordingOperation,
} from './callRecording';
import { rejectOperation, replyOperation } from './callRinging';
import { getActiveCallsOperation, getCallOperation } from './callState';
import { superviseOperation } from './callSupervise';
import {
	forwardOperation,
	toVoicemailOperation,
	transferOperation,
	warmTransferOperation,
} from './callTransfer';

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
