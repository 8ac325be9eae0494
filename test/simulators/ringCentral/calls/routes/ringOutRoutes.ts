import type { RouteContext, Router } from '../../requests/router';
import type { Calls } from '../calls';
import {
	cancelRingOut,
	findRingOut,
	makeRingOut,
	statusOf,
	type RingOut,
	type RingOutRequest,
} from '../ringOut';

const RING_OUT = '/restapi/v1.0/account/{accountId}/extension/{extensionId}/ring-out';

/** RingOut: make, status, cancel (docs/protocols/ringcentral.md#ringout). */
export function addRingOutRoutes(router: Router, calls: Calls): void {
	const view = ({ world, params }: RouteContext, ringOut: RingOut) => ({
		id: ringOut.id,
		uri: world.uri(`${world.extensionPath(params.extensionId)}/ring-out/${ringOut.id}`),
		status: statusOf(ringOut),
	});
	const find = ({ params }: RouteContext) =>
		findRingOut(calls, params.ringoutId, params.extensionId);

	router.add('POST', RING_OUT, {}, (context) => {
		const user = context.world.people.get(context.params.extensionId);
		const ringOut = makeRingOut(calls, user, context.body as RingOutRequest);
		return { json: view(context, ringOut) };
	});
	router.add('GET', `${RING_OUT}/{ringoutId}`, {}, (context) => ({
		json: view(context, find(context)),
	}));
	router.add('DELETE', `${RING_OUT}/{ringoutId}`, {}, (context) => {
		cancelRingOut(calls, find(context));
		return { status: 204 };
	});
}
