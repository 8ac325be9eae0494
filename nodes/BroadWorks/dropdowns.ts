import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { mapBounded } from '../shared/core/flow/concurrency';
import { listCalls, presentCall } from './client/calls/calls';
import { partyOf } from './client/calls/callRecord';
import { typesOf } from './client/subscriptions/packages';
import { listUnavailableCodes } from './client/calls/users';
import * as callCenter from './dropdowns/callCenter';
import { searchCallLog } from './dropdowns/callLog';
import { getCommandValues, getMethods, searchCommands } from './dropdowns/commands';
import { getCustomDirectories } from './dropdowns/directories';
import { searchParticipants } from './dropdowns/meetings';
import { searchServices } from './dropdowns/services';
import { searchEnterprises, searchGroups, searchRoutePoints } from './dropdowns/organization';
import { searchMessages } from './dropdowns/voicemail';
import { withUser } from './dropdowns/loading';
import { searchPhones, searchUsers } from './dropdowns/people';

const CALLS_AT_ONCE = 4;

/** Calls the chosen user has now. */
async function searchCalls(this: ILoadOptionsFunctions): Promise<INodeListSearchResult> {
	return await withUser(this, async (client, userId) => {
		const references = await listCalls(client.connection, userId);
		const calls = await mapBounded(
			references,
			CALLS_AT_ONCE,
			async ({ callId }) => await presentCall(client.connection, userId, callId),
		);
		const present = calls.filter((call) => call !== undefined);
		return {
			results: present.map(({ fields: call }) => {
				const { name, number } = partyOf(call.remoteParty);
				const party = [name, number].filter(Boolean).join(' ') || 'unknown number';
				return { name: `${party} – ${String(call.state)}`, value: String(call.callId) };
			}),
		};
	});
}

/** Unavailable codes of the chosen user's group. */
async function getUnavailableCodes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await withUser(this, async (client, userId) => {
		const codes = await listUnavailableCodes(client.connection, userId);
		return [
			{ name: 'None', value: '' },
			...codes.map(({ code, description }) => ({
				name: description ? `${code} – ${description}` : code,
				value: code,
			})),
		];
	});
}

/** Event types of the packages chosen for a raw subscription. */
async function getEventTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const chosen = ['event', 'furtherEvents'].flatMap((name) => this.getCurrentNodeParameter(name));
	const types = new Set(chosen.flatMap((name) => typesOf(String(name ?? ''))));
	return await Promise.resolve([...types].map((type) => ({ name: type, value: type })));
}

export const actionDropdowns = {
	listSearch: {
		...callCenter,
		searchCallLog,
		searchCalls,
		searchCommands,
		searchMessages,
		searchParticipants,
		searchPhones,
		searchRoutePoints,
		searchServices,
		searchUsers,
	},
	loadOptions: { getUnavailableCodes, getCustomDirectories, getMethods },
	resourceMapping: { getCommandValues },
};

export const triggerDropdowns = {
	listSearch: {
		searchCallCenters: callCenter.searchCallCenters,
		searchEnterprises,
		searchGroups,
		searchRoutePoints,
		searchUsers,
	},
	loadOptions: { getEventTypes },
};
