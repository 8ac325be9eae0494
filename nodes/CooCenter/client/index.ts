/** What the CooCenter protocol core offers. It knows nothing of n8n. */
export { likelyDays, type Md5 } from './authorization';
export { addToBlacklist, blacklist, removeFromBlacklist } from './blacklist';
export { callRecordOf } from './pushes/callRecord';
export {
	bargeIn,
	currentCallRecord,
	currentCalls,
	dial,
	hangUp,
	spy,
	transfer,
	whisper,
} from './calls';
export { type ChangeAnswer } from './pushes/change';
export { ask, baseOf, type CooCenterConnection, type CooCenterServer } from './connection';
export { extensionStates, registrations } from './extensions';
export { statusText } from './extensionStatus';
export { macOf, readPushEvent, type Direction, type PushEvent } from './pushes/event';
export { passes, TELLS, type PushFilter } from './pushes/filter';
export { kindOf, WIRE_NAMES, type PushKind } from './pushes/kinds';
export { loginAgent, logoutAgent, pauseAgent, queues, type Queue } from './queues';
export { rawRequest } from './rawRequest';
export { openRecording, recordingPath } from './recordings';
export { identityOf, type Identity } from './pushes/repetition';
