import type { Operation } from '../../../shared/action/operation';
import type { RingCentralClient } from '../../connect';
import { getMessageOperation, getMessagesOperation } from './message';
import { deleteMessageOperation, markReadOperation, markUnreadOperation } from './change';
import { downloadAttachmentOperation } from './file';
import { sendFaxOperation, sendSmsOperation } from './send';

/** Every action of the resource Message. */
export const messageOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	getMessagesOperation,
	getMessageOperation,
	downloadAttachmentOperation,
	sendSmsOperation,
	sendFaxOperation,
	markReadOperation,
	markUnreadOperation,
	deleteMessageOperation,
];
