import { present } from '../callLog/callLogRecord';
import { listReply } from '../requests/paging';
import type { DndStatus, PresenceChange } from './presence';
import type { RouteContext, RouteReply, Router } from '../requests/router';
import type { World } from '../world';

const ACCOUNT = '/restapi/v1.0/account/{accountId}';
const EXTENSION = `${ACCOUNT}/extension/{extensionId}`;

/** OAS PresenceInfoResponse. */
function presenceInfo(world: World, extensionId: string, query: URLSearchParams) {
	const { presence } = world;
	const extension = world.people.get(extensionId);
	const state = presence.get(extensionId);
	const withSip = query.get('sipData') === 'true';
	const calls = world.running
		.of(extensionId)
		.map(({ sipData, ...call }) =>
			withSip && sipData !== undefined ? { ...call, sipData } : call,
		);
	const uri = world.uri(world.extensionPath(extension));
	return present({
		uri: `${uri}/presence`,
		extension: { uri, id: Number(extensionId), extensionNumber: extension.extensionNumber },
		presenceStatus: presence.presenceStatus(extensionId),
		telephonyStatus: presence.telephonyStatus(extensionId),
		userStatus: state.userStatus,
		dndStatus: state.dndStatus,
		dndStatusPersonal: presence.acceptsCalls(extensionId) ? 'TakeAllCalls' : 'DoNotAcceptAnyCalls',
		acceptCallQueueCalls: presence.acceptsQueueCalls(extensionId),
		meetingStatus: 'Disconnected',
		message: state.message,
		allowSeeMyPresence: state.allowSeeMyPresence,
		ringOnMonitoredCall: state.ringOnMonitoredCall,
		pickUpCallsOnHold: state.pickUpCallsOnHold,
		callerIdVisibility: state.callerIdVisibility,
		totalActiveCalls: calls.length,
		activeCalls: query.get('detailedTelephonyState') === 'true' ? calls : undefined,
	});
}

const TELEPHONY: [availability: string, dnd: DndStatus][] = [
	['TakeAllCalls', 'TakeAllCalls'],
	['DoNotAcceptAnyCalls', 'DoNotAcceptAnyCalls'],
	['DoNotAcceptQueueCalls', 'DoNotAcceptDepartmentCalls'],
];

/** OAS UnifiedPresence. */
function unified(world: World, extensionId: string): Record<string, unknown> {
	const { presence } = world;
	const { dndStatus, userStatus, glipVisibility, glipAvailability } = presence.get(extensionId);
	const dnd = dndStatus === 'DoNotAcceptAnyCalls' || glipAvailability === 'DND';
	const visibility = 'Visible';
	return {
		status: dnd ? 'DND' : presence.presenceStatus(extensionId),
		glip: {
			status: userStatus === 'Offline' ? 'Offline' : 'Online',
			visibility: glipVisibility,
			availability: glipAvailability,
		},
		telephony: {
			status: presence.telephonyStatus(extensionId),
			visibility,
			availability: TELEPHONY.find(([, status]) => status === dndStatus)?.[0] ?? 'TakeAllCalls',
		},
		meeting: { status: 'NoMeeting' },
	};
}

interface UnifiedBody {
	glip?: { visibility?: 'Visible' | 'Invisible'; availability?: 'Available' | 'DND' };
	telephony?: { availability?: string };
}

function changeUnified({ world, params, body }: RouteContext): RouteReply {
	const { glip, telephony } = body as UnifiedBody;
	world.presence.set(params.extensionId, {
		glipVisibility: glip?.visibility,
		glipAvailability: glip?.availability,
		dndStatus: TELEPHONY.find(([name]) => name === telephony?.availability)?.[1],
	});
	return { json: unified(world, params.extensionId) };
}

/** Presence of one and of all (docs/protocols/ringcentral.md#presence). */
export function addPresenceRoutes(router: Router): void {
	router.add('GET', `${EXTENSION}/presence`, { others: true }, ({ world, params, query }) => ({
		json: presenceInfo(world, params.extensionId, query),
	}));
	router.add('PUT', `${EXTENSION}/presence`, {}, ({ world, params, query, body }) => {
		world.presence.set(params.extensionId, (body ?? {}) as PresenceChange);
		return { json: presenceInfo(world, params.extensionId, query) };
	});
	router.add('GET', `${ACCOUNT}/presence`, {}, (context) => {
		const { world, query } = context;
		return listReply(context, world.people.users(), ({ id }) => presenceInfo(world, id, query));
	});
	router.add('GET', `${EXTENSION}/unified-presence`, { others: true }, ({ world, params }) => ({
		json: unified(world, params.extensionId),
	}));
	router.add('PATCH', `${EXTENSION}/unified-presence`, {}, changeUnified);
}
