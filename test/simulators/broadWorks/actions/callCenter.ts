import { badRequest, conflict, forbidden, notFound } from '../http/errors';
import { administers, isAdministrator } from '../http/auth';
import { requireBody } from '../http/body';
import type { Reply } from '../http/reply';
import { queryValue, requiredQuery, type Router, type XsiRequest } from '../http/router';
import { mergeDocument } from '../people/services';
import { releaseEntry, transferEntry } from '../queues/calls';
import { entryDocument, findEntry, positionOf, publishEntry } from '../queues/entries';
import type { QueueState } from '../state';
import { childText } from '../xml/xml';
import { DONE } from './user';

/** The call centre of a request: for administrators, supervisors and agents of the group. */
function queueOf(request: XsiRequest): QueueState {
	const { world, caller, params } = request;
	const queue = world.state.queues.get(params.callCenterId);
	const user = queue && world.user(queue.queueId);
	const allowed =
		user &&
		(administers(caller, user.groupId) ||
			caller === user ||
			queue.supervisors.includes(caller.userId) ||
			queue.agents.some((item) => item.userId === caller.userId));
	if (!isAdministrator(caller) && !allowed) {
		throw forbidden('The user may not act on this call center.');
	}
	if (!queue) throw notFound('The call center does not exist.');
	if (!allowed) throw forbidden('The administrator may not act on this call center.');
	return queue;
}

const position = (queue: QueueState, index: number): Reply => ({
	document: { root: 'QueueCallOrder', fields: { position: Math.min(index, queue.entries.length) } },
});

const PRIORITIES = ['0-Highest', '1-High', '2-Medium', '3-Low'];

/** A promoted call goes behind the last one of its new priority. */
function promote(request: XsiRequest): Reply {
	const queue = queueOf(request);
	const entry = findEntry(queue, request.params.callId);
	const priority = childText(requireBody(request.body, 'ACDPromote'), 'priority') ?? '';
	if (PRIORITIES.indexOf(priority) >= PRIORITIES.indexOf(entry.priority)) {
		throw conflict('The call has this priority or a higher one already.');
	}
	if (entry.bounced) throw conflict('A call that bounced cannot be promoted.');
	entry.priority = priority;
	entry.bucketTime = request.world.now();
	const rest = queue.entries.filter((item) => item !== entry);
	const place = rest.findIndex((item) => item.priority > priority);
	rest.splice(place < 0 ? rest.length : place, 0, entry);
	queue.entries = rest;
	const now = positionOf(queue, entry);
	publishEntry(request.world, queue, entry, 'ACDCallPromotedEvent', { position: now });
	return position(queue, now);
}

/** Only calls of the highest priority that never bounced can be reordered. */
function reorder(request: XsiRequest): Reply {
	const queue = queueOf(request);
	const entry = findEntry(queue, request.params.callId);
	const index = Number(queryValue(request, 'index') ?? 0);
	if (!Number.isInteger(index) || index < 0) throw badRequest('The index is not a number.');
	if (entry.priority !== '0-Highest' || entry.bounced) {
		throw conflict('Only calls of the highest priority that did not bounce can be reordered.');
	}
	const rest = queue.entries.filter((item) => item !== entry);
	const highest = rest.filter((item) => item.priority === '0-Highest').length;
	rest.splice(Math.min(index, highest), 0, entry);
	queue.entries = rest;
	entry.reordered = true;
	const now = positionOf(queue, entry);
	publishEntry(request.world, queue, entry, 'ACDCallReorderedEvent', { position: now });
	return position(queue, now);
}

const flag = (set: boolean) => (set ? '' : undefined);
const isOn = (value: unknown) => value === true || value === 'true';

/** Everything below `/v2.0/callcenter/{callCenterId}` (docs/protocols/broadworks.md#call-centre-commands). */
export function addCallCenterRoutes(router: Router): void {
	const base = '/v2.0/callcenter/{callCenterId}';
	router.add('GET', `${base}/calls`, (request) => {
		const queue = queueOf(request);
		const user = request.world.user(queue.queueId);
		const queueEntry = queue.entries.map((entry) => entryDocument(request.world, user, entry));
		const queueEntries = queueEntry.length > 0 ? { queueEntry } : undefined;
		return { document: { root: 'ACDQueue', fields: { queueEntries } } };
	});
	router.add('DELETE', `${base}/calls/{callId}`, (request) => {
		const queue = queueOf(request);
		releaseEntry(request.world, queue, findEntry(queue, request.params.callId));
		return DONE;
	});
	router.add('PUT', `${base}/calls/{callId}/BlindTransfer`, (request) => {
		const queue = queueOf(request);
		const entry = findEntry(queue, request.params.callId);
		// The parameter is `phoneno` here, unlike everywhere else.
		const to = requiredQuery(request, 'phoneno');
		transferEntry(request.world, queue, entry, to);
		return DONE;
	});
	router.add('PUT', `${base}/calls/{callId}/Promote`, promote);
	router.add('PUT', `${base}/calls/{callId}/Reorder`, reorder);
	router.add('GET', `${base}/profile`, (request) => {
		const queue = queueOf(request);
		const user = request.world.user(queue.queueId);
		const fields = {
			serviceInstanceProfile: {
				name: queue.name,
				callingLineIdLastName: user.lastName,
				callingLineIdFirstName: user.firstName,
				phoneNumber: user.number,
				extension: user.extension,
			},
			type: 'Premium',
			routingType: 'Priority Based',
			policy: 'Uniform',
			queueLength: queue.length,
			allowAgentLogoff: true,
		};
		return { document: { root: 'ACDProfile', fields } };
	});
	addCodesAndNumbers(router, `${base}/profile`);
	addPolicies(router, `${base}/profile/policies`);
}

function addCodesAndNumbers(router: Router, base: string): void {
	router.add('GET', `${base}/DispositionCodes`, (request) => {
		const dispositionCodeDetail = queueOf(request).dispositionCodes.map(
			({ isDefault, ...code }) => ({ '@isDefault': isDefault ? 'true' : undefined, ...code }),
		);
		const fields = {
			enableCallDispositionCodes: true,
			includeOrganizationCodes: true,
			forceUseOfCallDispositionCodes: false,
			dispositionCodes: { dispositionCodeDetail },
		};
		return { document: { root: 'ACDCallDispostionCodes', fields } };
	});
	router.add('GET', `${base}/Dnis`, (request) => {
		const dnisInfo = queueOf(request).dnis.map(({ name, number, extension, priority }) => ({
			name,
			phoneNumber: number,
			extension,
			priority: priority.replace('-', ' - '),
		}));
		const dnisDisplaySetting = { displayDNISNumber: false, displayDNISName: true };
		return {
			document: { root: 'ACDDNIS', fields: { dnisDisplaySetting, dnisInfoList: { dnisInfo } } },
		};
	});
	router.add('GET', `${base}/Dnis/{dnisName}`, (request) => {
		const { dnisName } = request.params;
		const dnis = queueOf(request).dnis.find(({ name }) => name === dnisName);
		if (!dnis) throw notFound('The DNIS does not exist.');
		const fields = {
			dnisPhoneNumber: dnis.number,
			extension: dnis.extension,
			useCustomCLIDSettings: false,
			useCustomDnisAnnouncementSettings: false,
			priority: dnis.priority,
			allowOutgoingACDCall: true,
		};
		return { document: { root: 'ACDDNISKey', fields } };
	});
}

/** The queue of a request that changes it: agents may only look. */
function queueToChange(request: XsiRequest): QueueState {
	const queue = queueOf(request);
	const { caller } = request;
	if (isAdministrator(caller) || queue.supervisors.includes(caller.userId)) return queue;
	throw forbidden('Only a supervisor or administrator may change the call center.');
}

function addPolicies(router: Router, base: string): void {
	router.add('GET', `${base}/ForcedForwarding`, (request) => ({
		document: { root: 'ACDForcedForwarding', fields: queueOf(request).forcedForwarding },
	}));
	router.add('PUT', `${base}/ForcedForwarding`, (request) => {
		const queue = queueToChange(request);
		const change = requireBody(request.body, 'ACDForcedForwarding');
		const merged = mergeDocument(queue.forcedForwarding, change);
		if (isOn(merged.active) && merged.forwardToPhoneNumber === undefined) {
			throw badRequest('Forced forwarding needs a number.');
		}
		queue.forcedForwarding = merged;
		request.world.publish({
			subject: request.world.user(queue.queueId),
			type: 'ACDForcedForwardingEvent',
			data: { active: flag(isOn(merged.active)) },
		});
		return DONE;
	});
	router.add('GET', `${base}/NightService`, (request) => ({
		document: { root: 'ACDNightService', fields: queueOf(request).nightService },
	}));
	router.add('PUT', `${base}/NightService`, (request) => {
		const queue = queueToChange(request);
		const change = requireBody(request.body, 'ACDNightService');
		const merged = mergeDocument(queue.nightService, change);
		if (merged.action === 'Transfer' && merged.transferPhoneNumber === undefined) {
			throw badRequest('The action Transfer needs a number.');
		}
		queue.nightService = merged;
		const { action, forceNightService } = queue.nightService;
		request.world.publish({
			subject: request.world.user(queue.queueId),
			type: 'ACDNightServiceEvent',
			data: {
				active: flag(action !== undefined && action !== 'None'),
				forceNightService: flag(isOn(forceNightService)),
			},
		});
		return DONE;
	});
}
