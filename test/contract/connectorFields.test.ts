import type { IDataObject } from 'n8n-workflow';

import { typesOf } from '../../nodes/BroadWorks/client/subscriptions/packages';
import { events } from '../../nodes/BroadWorks/trigger/events';
import { sampleItems } from '../../nodes/BroadWorks/trigger/sample';
import { eventFixtures } from '../support/fixtures';
import { Everything, rooted, roots } from './sources/xsiDocuments';

/** What the page of the BluIP connector lists for its seven triggers (docs/protocols/broadworks.md#event-data). */
const FIELDS: Record<string, Partial<Record<'number' | 'string' | 'boolean' | 'list', string>>> = {
	agentAcdState: {
		string: 'state eventId targetId',
		number:
			'stateTimestamp.value signInTimestamp totalAvailableTime unavailableCode averageWrapUpTime.value',
	},
	callCenterQueue: {
		string:
			'callId extTrackingId remoteParty.name remoteParty.address.#text remoteParty.address.countryCode remoteParty.callType acdName acdNumber.#text acdNumber.countryCode acdPriority type eventId targetId answeringUserId answeringCallId',
		number: 'addTime addTimeInPriorityBucket removeTime',
	},
	callCenterMonitoring: {
		string: 'eventId targetId',
		number:
			'averageHandlingTime.value expectedWaitTime.value averageSpeedOfAnswer.value longestWaitTime.value numCallsInQueue.value numAgentsAssigned numAgentsStaffed numStaffedAgentsIdle numStaffedAgentsUnavailable',
	},
	voicemailMessageSummary: { number: 'newMessages oldMessages' },
	doNotDisturb: { boolean: 'active ringSplash', string: 'eventId targetId' },
	rawEvent: { string: 'targetId event eventId type' },
	callEvent: {
		string:
			'type hookStatus eventId targetId event callId extTrackingId networkCallId personality state remoteParty.name remoteParty.address.#text remoteParty.address.countryCode remoteParty.address.npa remoteParty.address.nxx remoteParty.callType remoteParty.userId remoteParty.userDN.#text remoteParty.userDN.countryCode endpoint.type endpoint.addressOfRecord allowAnswer allowedRecordingControls securityClassification recorded recordingState allowRetrieve releasingParty redirect.address.#text redirect.address.countryCode redirect.reason',
		number:
			'startTime appearance answerTime heldTime totalHeldTime detachedTime releaseTime redirect.redirectTime',
		list: 'call',
	},
};

const rows = Object.entries(FIELDS).flatMap(([name, kinds]) =>
	Object.entries(kinds).flatMap(([kind, paths]) =>
		paths.split(' ').map((path) => ({ name, path, kind })),
	),
);

const made = (type: string) =>
	[0, 1].map((choice) => {
		const way = { repeats: 1, choice, stated: ['SubscriptionEvent', type] };
		const xml = rooted(new Everything(way).element('Event', roots.Event, undefined, []));
		// Only a number of North America has an area code.
		return xml.replace(/tel:\+\d+/g, 'tel:+18188675309');
	});

/** What the events of a trigger become: those that the schema makes, and those known from the wire. */
function itemsOf(name: string): IDataObject[] {
	const event = events.find((one) => one.name === name);
	if (!event) throw new Error(`${name} is not in events.ts`);
	const types = typesOf(event.wire ?? String(event.sample.event));
	const captured = eventFixtures()
		.map(({ xml }) => xml)
		.filter((xml) => types.some((type) => xml.includes(`:${type}"`)));
	return [...captured, ...types.flatMap(made)].flatMap((xml) =>
		sampleItems(event, xml, 'connector'),
	);
}

const items = new Map(Object.keys(FIELDS).map((name) => [name, itemsOf(name)]));

const kindOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);

const at = (item: IDataObject, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((found, name) => (found as IDataObject | undefined)?.[name], item);

it('these are the seven triggers', () => {
	expect(Object.keys(FIELDS)).toHaveLength(7);
	expect(rows.length).toBe(87);
});

it.each(rows)('$name has $path, a $kind', ({ name, path, kind }) => {
	const found = (items.get(name) ?? []).map((item) => at(item, path));
	expect(found.map(kindOf)).toContain(kind);
});
