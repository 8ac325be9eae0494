import type { Operation } from '../../shared/operation';
import type { RingCentralClient } from '../connect';
import { getMessageOperation, getMessagesOperation } from './message';
import { deleteMessageOperation, markReadOperation, markUnreadOperation } from './messageChange';
import { downloadAttachmentOperation } from './messageFile';
import { sendFaxOperation, sendSmsOperation } from './messageSend';

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
