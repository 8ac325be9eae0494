/** What the REST side of the RingCentral client offers. It knows nothing of n8n. */
export { errorOf, header, isObject, objects, text, type JsonObject } from './transport/answers';
export {
	openStream,
	pages,
	send,
	sendRaw,
	tokenPages,
	type ApiRequest,
	type PageOptions,
	type TokenPageOptions,
} from './transport/api';
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
} from './callLog/callLog';
export { answeredOf, callRecordOf } from './callLog/callRecord';
export { commandFor, COMMANDS, groupFor, type ApiCommand } from './transport/commands';
export {
	SERVERS,
	type RateGroup,
	type RingCentralConnection,
	type ServerName,
} from './transport/connection';
export {
	directoryPages,
	extensionPages,
	getExtension,
	type DirectorySearch,
	type ExtensionFilters,
} from './account/directory';
export {
	activityByUser,
	callsWithPosts,
	isGuest,
	type CallWithPosts,
	type JoinedPerson,
	type JoinOptions,
	type UserActivity,
} from './callLog/join';
export { multipart, type FormPart } from './transport/multipart';
export { RateGroups, routeOf, type RateTurn } from './transport/rateGroups';
export { ratesOf, tokensOf } from './transport/shared';
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
} from './messaging/teamMessaging';
export { TokenKeeper, withToken, type JwtLogin, type TokenPorts } from './login/tokens';
export { isOwnAddress, segment, urlOf, type Query } from './transport/urls';
