/** What the BroadWorks protocol core offers. It knows nothing of n8n. */
export {
	ACCEPTED,
	FAILED,
	UNKNOWN_SUBSCRIPTION,
	UNREADABLE,
	XsiChannel,
	type Acknowledgement,
} from './channel/channel';
export {
	alertingCall,
	controlCall,
	endCall,
	getCall,
	hookStatus,
	listCalls,
	newCall,
	type CallReference,
	type CallVerb,
} from './calls/calls';
export {
	DEFAULT_PATHS,
	send,
	type XsiConnection,
	type XsiRequest,
	type XsiServer,
} from './transport/connection';
export { decodeEvent, readEvent, type XsiEvent } from './channel/decode';
export {
	DEFAULT_LINE_SETTINGS,
	XsiLine,
	type LineListener,
	type LineNotice,
	type LineSettings,
} from './channel/line';
export { EVENT_PACKAGES, packageOfType, type EventPackage } from './subscriptions/packages';
export {
	rawPath,
	rawRequest,
	XSI_COMMANDS,
	type RawAnswer,
	type XsiCommand,
} from './transport/rawRequest';
export { DocumentSplitter } from './channel/splitter';
export {
	describeTarget,
	specKey,
	type SubscriptionSpec,
	type XsiTarget,
} from './subscriptions/subscriptions';
export type { SubscriptionChange } from './subscriptions/subscriber';
export {
	getProfile,
	listCallCenters,
	listUnavailableCodes,
	searchDirectory,
	setAgentState,
	type AgentState,
	type DirectoryEntry,
} from './calls/users';
export type { XsiObject, XsiValue } from './calls/values';
