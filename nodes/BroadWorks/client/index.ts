/** What the BroadWorks protocol core offers. It knows nothing of n8n. */
export {
	ACCEPTED,
	FAILED,
	UNKNOWN_SUBSCRIPTION,
	UNREADABLE,
	XsiChannel,
	type Acknowledgement,
} from './channel';
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
} from './calls';
export {
	DEFAULT_PATHS,
	send,
	type XsiConnection,
	type XsiRequest,
	type XsiServer,
} from './connection';
export { decodeEvent, readEvent, type XsiEvent } from './decode';
export {
	DEFAULT_LINE_SETTINGS,
	XsiLine,
	type LineListener,
	type LineNotice,
	type LineSettings,
} from './line';
export { EVENT_PACKAGES, packageOfType, type EventPackage } from './packages';
export { rawPath, rawRequest, XSI_COMMANDS, type RawAnswer, type XsiCommand } from './rawRequest';
export { DocumentSplitter } from './splitter';
export { describeTarget, specKey, type SubscriptionSpec, type XsiTarget } from './subscriptions';
export type { SubscriptionChange } from './subscriber';
export {
	getProfile,
	listCallCenters,
	listUnavailableCodes,
	searchDirectory,
	setAgentState,
	type AgentState,
	type DirectoryEntry,
} from './users';
export type { XsiObject, XsiValue } from './values';
