import { messageSummary, partyDocument } from '../xml/documents';
import { callOf } from '../calls/callEvents';
import { isOffHook } from '../calls/hook';
import { conferenceDocument } from '../calls/conferenceDocument';
import { agentStateDocument, joinInfos } from '../queues/agentDocuments';
import { entryDocument } from '../queues/entries';
import { meetingKindOf, type MeetingKind } from '../meetings/kinds';
import { monitoringStatus } from '../queues/monitoring';
import { routePointEntry } from '../queues/routePoint';
import { serviceEventData } from '../people/services';
import { SERVICE_EVENTS } from '../people/serviceCatalogue';
import type { UserState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlFields } from '../xml/xml';

export interface InitialEvent {
	type: string;
	data: XmlFields;
}

const flag = (set: unknown) => (set === true || set === 'true' ? '' : undefined);
const always = () => true;
const isAgent = (_world: XsiWorld, user: UserState) => user.agent !== undefined;
const isQueue = (_world: XsiWorld, user: UserState) => user.kind === 'callCenter';
const isRoutePoint = (_world: XsiWorld, user: UserState) => user.kind === 'routePoint';
const isBridge = (_world: XsiWorld, user: UserState) => user.kind === 'bridge';
const isPerson = (_world: XsiWorld, user: UserState) => user.kind === 'user';

interface PackageRule {
	/** Whether a user of the system can be watched with the package. */
	suits(world: XsiWorld, user: UserState): boolean;
	/** The current state as an event; packages without one have none. */
	initial?(world: XsiWorld, user: UserState): InitialEvent;
}

function callSubscription(world: XsiWorld, user: UserState, basic: boolean): InitialEvent {
	const calls = world.callsOf(user.userId).filter((call) => call.offered || !basic);
	return {
		type: 'CallSubscriptionEvent',
		data: {
			calls: calls.length > 0 ? { call: calls.map((call) => callOf(world, call)) } : undefined,
			conference: user.conference && conferenceDocument(user.conference),
			hookStatus: isOffHook(world, user) ? 'Off-Hook' : 'On-Hook',
		},
	};
}

const calls = (basic: boolean): PackageRule => ({
	suits: always,
	initial: (world, user) => callSubscription(world, user, basic),
});

/** What a user subscription to each package starts with (docs/protocols/broadworks.md#packages). */
const RULES: Record<string, PackageRule> = {
	'Advanced Call': calls(false),
	'Standard Call': calls(true),
	'Basic Call': calls(true),
	'Call Center Agent': {
		suits: isAgent,
		initial: (world, user) => {
			const infos = joinInfos(world, user);
			return {
				type: 'AgentSubscriptionEvent',
				data: {
					joinData: infos.length > 0 ? { joinInfos: { joinInfo: infos } } : '',
					stateInfo: user.agent && agentStateDocument(world, user.agent),
				},
			};
		},
	},
	'Call Center Agent Monitoring': {
		suits: isAgent,
		initial: () => ({
			type: 'CallCenterAgentMonitoringSubscriptionEvent',
			data: { monitoringStatus: { averageACDOutgoingCallTime: { value: 0 } } },
		}),
	},
	'Call Center Queue': {
		suits: isQueue,
		initial: (world, user) => {
			const { entries } = world.queue(user.userId);
			const list = entries.map((entry) => entryDocument(world, user, entry));
			return {
				type: 'ACDSubscriptionEvent',
				data: { queueEntries: list.length > 0 ? { queueEntry: list } : undefined },
			};
		},
	},
	'Call Center Monitoring': {
		suits: isQueue,
		initial: (world, user) => ({
			type: 'CallCenterMonitoringEvent',
			data: { monitoringStatus: monitoringStatus(world, world.queue(user.userId)) },
		}),
	},
	'Route Point Queue': {
		suits: isRoutePoint,
		initial: (world, user) => {
			const calls = world.state.routePoints.get(user.userId)?.calls ?? [];
			const list = calls
				.filter(({ admitted }) => admitted)
				.map((call) => routePointEntry(user, call));
			return {
				type: 'RoutePointSubscriptionEvent',
				data: { queueEntries: list.length > 0 ? { queueEntry: list } : undefined },
			};
		},
	},
	'Call Center Configuration': {
		suits: isQueue,
		initial: (world, user) => {
			const { forcedForwarding, nightService } = world.queue(user.userId);
			return {
				type: 'ACDConfigurationSubscriptionEvent',
				data: {
					forcedForwarding: { active: forcedForwarding.active },
					holidayService: { active: false },
					nightService: { active: nightService.action !== 'None' },
					forceNightService: flag(nightService.forceNightService),
				},
			};
		},
	},
	'Meet Me Conference': { suits: isBridge },
	'Collaborate Room': { suits: isPerson },
	'Voice Mail Message Summary': {
		suits: isPerson,
		initial: (_world, user) => ({
			type: 'VoiceMailMessageSummaryEvent',
			data: { messageSummary: messageSummary(user) },
		}),
	},
	'Call Park': {
		suits: isPerson,
		initial: (_world, user) => ({
			type: 'CallParkedAgainstEvent',
			data: { parkedParty: user.parked && partyDocument(user.parked.remote) },
		}),
	},
	'Push Notification Registration': {
		suits: isPerson,
		initial: () => ({
			type: 'PushNotificationRegistrationEvent',
			data: { pushNotificationRegistrations: '' },
		}),
	},
};

/** Whether a user can be the target of a package: the others lack the service (404). */
export function suitsUser(world: XsiWorld, name: string, user: UserState): boolean {
	if (SERVICE_EVENTS.has(name)) return user.kind === 'user';
	return RULES[name]?.suits(world, user) ?? false;
}

/** A meeting that goes on, or nothing; only of one conference or room (docs/protocols/broadworks.md#meetings). */
function presentMeeting(
	world: XsiWorld,
	{ initial, document }: MeetingKind,
	key: string,
): InitialEvent {
	const meeting = world.state.meetings.get(key);
	return { type: initial, data: { conference: meeting && document(meeting) } };
}

/** The event that tells the current state of a package's subject. */
export function initialEvents(
	world: XsiWorld,
	name: string,
	user: UserState,
	subId?: string,
): InitialEvent | undefined {
	const meetings = meetingKindOf(name);
	if (meetings) {
		if (subId === undefined) return undefined;
		return presentMeeting(world, meetings, `${user.userId}/${subId}`);
	}
	const service = SERVICE_EVENTS.get(name);
	if (service) return { type: service.type, data: serviceEventData(service, user) };
	return RULES[name]?.initial?.(world, user);
}
