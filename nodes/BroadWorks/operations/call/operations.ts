import type { Operation } from '../../../shared/action/operation';
import type { XsiClient } from '../../connect';
import { answerOperation } from './answer';
import { callControlOperations, holdOperation, transferOperation } from './controls';
import { endOperation } from './end';
import { getCallsOperation } from './getCalls';
import { newCallOperation } from './newCall';
import { toggleRecordingOperation } from './toggleRecording';
import { transferToVoicemailOperation } from './transferToVoicemail';

/** What can be done with a user's calls. */
export const callOperations: ReadonlyArray<Operation<XsiClient>> = [
	getCallsOperation,
	newCallOperation,
	answerOperation,
	holdOperation,
	endOperation,
	transferOperation,
	transferToVoicemailOperation,
	toggleRecordingOperation,
	...callControlOperations,
];
