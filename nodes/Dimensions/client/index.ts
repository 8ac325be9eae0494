/** What the Dimensions protocol core offers. It knows nothing of n8n. */
export { answerOf, type DimensionsReply } from './answers';
export { callRecordOf } from './callRecord';
export { CALL_TYPES, CDR_FIELDS, DIRECTIONS, foldName } from './cdrFields';
export { apiOf, REGIONS, send, type DimensionsConnection, type Region } from './connection';
export {
	changesOf,
	createContact,
	deleteContact,
	getContact,
	getDirectory,
	listContacts,
	listDirectories,
	replaceContact,
	updateContact,
	type ContactKey,
	type PatchChange,
} from './directories';
export { passes, type DimensionsFilters } from './filters';
export { decodePush, type DimensionsFields, type DimensionsPush } from './push';
export { rawPath, rawRequest } from './rawRequest';
