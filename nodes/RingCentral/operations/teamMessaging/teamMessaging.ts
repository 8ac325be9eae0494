import type { Operation } from '../../../shared/action/operation';
import type { RingCentralClient } from '../../connect';
import { cardOperations } from './cards';
import {
	createConversationOperation,
	getChatOperation,
	getChatsOperation,
	getPersonOperation,
} from './chats';
import { downloadFileOperation, uploadFileOperation } from '../message/files';
import { noteOperations } from './notes';
import {
	createPostOperation,
	deletePostOperation,
	getPostOperation,
	getPostsOperation,
	updatePostOperation,
} from './posts';
import { taskOperations } from './tasks';
import { teamOperations } from './teams';

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
	...cardOperations,
	...taskOperations,
	...noteOperations,
	...teamOperations,
];
