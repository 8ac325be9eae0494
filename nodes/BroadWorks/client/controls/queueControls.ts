import { TelephonyError } from '../../../shared/core/errors';
import type { HttpResponse } from '../../../shared/core/ports';
import type { XsiObject } from '../calls/values';
import { xsiDocument, type DocumentContent } from '../channel/documents';
import { documentOf, entriesAt, type Control, type ControlValues } from './control';

const QUEUE = 'callcenter/{callCenterId}';
const CALL = `${QUEUE}/calls/{queueCallId}`;

const profile = (path: string, read: Control['read'] = documentOf): Control => ({
	method: 'GET',
	path: `${QUEUE}/profile${path}`,
	read,
});

/** The elements of a partial document: what is not given stays as it is. Throws `badRequest` for none. */
function changes(root: string, names: readonly string[], values: ControlValues): string {
	const content: DocumentContent = names.map((name) => [name, values[name] || undefined]);
	if (content.some(([, value]) => value !== undefined)) return xsiDocument(root, content);
	throw new TelephonyError('badRequest', 'Add at least one setting to change');
}

const setting = (path: string, root: string, names: readonly string[]): Control => ({
	method: 'PUT',
	path: `${QUEUE}/profile/policies/${path}`,
	body: (values) => changes(root, names, values),
});

/** Whether a code is the default is told by an attribute that is there or not. */
const codesOf = (response: HttpResponse): XsiObject[] =>
	entriesAt('dispositionCodes/dispositionCodeDetail')(response).map(
		({ isDefault = false, ...code }) => ({ ...code, isDefault }),
	);

function indexOf({ index = '' }: ControlValues): ControlValues {
	if (/^\d+$/.test(index)) return {};
	throw new TelephonyError(
		'badRequest',
		`"${index}" is not a place in the queue: use 0 for the next`,
	);
}

/** The commands of a queue, which is a virtual user (docs/protocols/broadworks.md#call-centre-commands). */
export const QUEUE_CONTROLS = {
	getCalls: { method: 'GET', path: `${QUEUE}/calls`, read: entriesAt('queueEntries/queueEntry') },
	promoteCall: {
		method: 'PUT',
		path: `${CALL}/Promote`,
		body: ({ priority }) => xsiDocument('ACDPromote', [['priority', priority]]),
		read: documentOf,
	},
	reorderCall: {
		method: 'PUT',
		path: `${CALL}/Reorder`,
		query: { index: 'index' },
		prepare: indexOf,
		read: documentOf,
	},
	// Everywhere else the parameter is `address`.
	transferCall: { method: 'PUT', path: `${CALL}/BlindTransfer`, query: { phoneno: 'address' } },
	endCall: { method: 'DELETE', path: CALL },
	getProfile: profile(''),
	getDispositionCodes: profile('/DispositionCodes', codesOf),
	getDnis: profile('/Dnis', entriesAt('dnisInfoList/dnisInfo')),
	getDnisDetails: profile('/Dnis/{dnisName}'),
	getForcedForwarding: profile('/policies/ForcedForwarding'),
	setForcedForwarding: setting('ForcedForwarding', 'ACDForcedForwarding', [
		'active',
		'forwardToPhoneNumber',
		'allowEnableViaFAC',
		'playAnnouncementBeforeForwarding',
	]),
	getNightService: profile('/policies/NightService'),
	setNightService: setting('NightService', 'ACDNightService', [
		'action',
		'businessHours',
		'forceNightService',
		'allowManualOverrideViaFAC',
		'transferPhoneNumber',
		'playAnnouncementBeforeAction',
		'manualAnnouncementMode',
	]),
} satisfies Record<string, Control>;
