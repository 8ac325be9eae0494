/** What the REST side of the RingCentral client offers. It knows nothing of n8n. */
export { errorOf, header, isObject, objects, text, type JsonObject } from './answers';
export {
	openStream,
	pages,
	send,
	sendRaw,
	tokenPages,
	type ApiRequest,
	type PageOptions,
	type TokenPageOptions,
} from './api';
export {
	activeCallPages,
	callPages,
	getCall,
	getRecording,
	openRecording,
	syncCalls,
	type CallLogFilters,
	type CallLogView,
	type LogOwner,
	type Recording,
	type SyncAnswer,
	type SyncOptions,
} from './callLog';
export { answeredOf, callRecordOf } from './callRecord';
export { commandFor, COMMANDS, groupFor, type ApiCommand } from './commands';
export { SERVERS, type RateGroup, type RingCentralConnection, type ServerName } from './connection';
export {
	directoryPages,
	extensionPages,
	getExtension,
	type DirectorySearch,
	type ExtensionFilters,
} from './directory';
export {
	activityByUser,
	callsWithPosts,
	isGuest,
	type CallWithPosts,
	type JoinedPerson,
	type JoinOptions,
	type UserActivity,
} from './join';
export { multipart, type FormPart } from './multipart';
export { RateGroups, routeOf, type RateTurn } from './rateGroups';
export { ratesOf, tokensOf } from './shared';
export {
	chatPages,
	createPost,
	deletePost,
	getChat,
	getPerson,
	getPost,
	openConversation,
	openFile,
	postPages,
	updatePost,
	uploadFile,
	type MessagingPaths,
	type NewFile,
	type NewPost,
	type PostPeriod,
} from './teamMessaging';
export { TokenKeeper, withToken, type JwtLogin, type TokenPorts } from './tokens';
export { isOwnAddress, segment, urlOf, type Query } from './urls';
