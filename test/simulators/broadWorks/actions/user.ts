import { targetUser } from '../http/auth';
import type { Reply } from '../http/reply';
import type { Route, Router, XsiRequest } from '../http/router';
import type { CallState, UserState } from '../state';

/** A route below `/v2.0/user/{userId}`: the user is found and the caller's right checked. */
export type UserRoute = (request: XsiRequest, user: UserState) => Reply;

/** Adds routes below a user's path. */
export function userRoutes(router: Router, prefix = ''): (...args: UserRouteArgs) => void {
	return (method, path, route) => {
		const checked: Route = (request) =>
			route(request, targetUser(request.world, request.caller, request.params.userId));
		router.add(method, `/v2.0/user/{userId}${prefix}${path}`, checked);
	};
}
type UserRouteArgs = [method: string, path: string, route: UserRoute];

/** 200 with an empty body: the answer to most PUT and DELETE. */
export const DONE: Reply = {};

/** 201 with CallStartInfo and the call's path (docs/protocols/broadworks.md#eleven-actions). */
export function created(call: CallState): Reply {
	return {
		status: 201,
		headers: { Location: `/v2.0/user/${call.userId}/calls/${call.callId}` },
		document: {
			root: 'CallStartInfo',
			fields: { callId: call.callId, externalTrackingId: call.extTrackingId },
		},
	};
}
