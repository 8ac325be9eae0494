import type { Operation } from '../../../shared/action/operation';
import type { RingCentralClient } from '../../connect';
import {
	createConversationOperation,
	getChatOperation,
	getChatsOperation,
	getPersonOperation,
} from './chats';
import { downloadFileOperation, uploadFileOperation } from '../message/files';
import {
	createPostOperation,
	deletePostOperation,
	getPostOperation,
	getPostsOperation,
	updatePostOperation,
} from './posts';

export const teamMessagingOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	getPostsOperation,
	getPostOperation,
	createPostOperation,
	updatePostOperation,
	deletePostOperation,
	getChatsOperation,
	getChatOperation,
	createConversationOperation,
	getPersonOperation,
	uploadFileOperation,
	downloadFileOperation,
];
