import {
	APP_PERMISSIONS,
	missingPermissions,
	namesOf,
	permissionsOf,
	permissionsToCheck,
} from '../../../../nodes/RingCentral/client/login/permissions';
import { jsonFixture } from '../../../support/jsonFixtures';
import subset from '../../specs/ringcentral-openapi.subset.json';

test('the scope of a token is a list of permissions', () => {
	const token = jsonFixture('ringCentral/token.jwt.response.json') as { scope: string };
	expect(permissionsOf(token.scope)).toEqual([
		'AccountInfo',
		'CallLog',
		'ExtensionInfo',
		'Messages',
		'SMS',
	]);
	expect(permissionsOf('ReadAccounts,ReadCallLog')).toEqual(['ReadAccounts', 'ReadCallLog']);
	expect(permissionsOf(' ')).toBeUndefined();
	expect(permissionsOf(undefined)).toBeUndefined();
});

test('what is missing is named in the order it was wanted, whatever its spelling', () => {
	const granted = ['readaccounts', 'WebSocketsSubscription', 'Glip'];
	const wanted = ['SMS', 'ReadAccounts', 'WebSocket', 'TeamMessaging', 'CallControl'];
	expect(missingPermissions(granted, wanted)).toEqual(['SMS', 'CallControl']);
	expect(missingPermissions([], ['SMS'])).toEqual(['SMS']);
	expect(missingPermissions(granted, ['WebSocketsSubscription'])).toEqual([]);
	expect(missingPermissions(['WebSocket'], ['WebSocketsSubscription'])).toEqual([]);
	expect(missingPermissions(granted, [])).toEqual([]);
});

test('every permission of the list is one of the vendor’s', () => {
	const operations = Object.values(subset.paths).flatMap((path) => Object.values(path));
	const known = new Set(
		operations.flatMap((operation) =>
			typeof operation === 'object' && operation !== null && 'x-app-permission' in operation
				? String(operation['x-app-permission']).split(' OR ')
				: [],
		),
	);
	// Asked for by subscriptions, not by a path (docs/protocols/ringcentral.md#webhook-subscriptions).
	const ofSubscriptions = ['SubscriptionWebhook'];
	const inLowerCase = new Set([...known].map((name) => name.toLowerCase()));
	const unknown = APP_PERMISSIONS.map(({ name }) => name).filter(
		(name) => !namesOf(name).some((each) => inLowerCase.has(each)),
	);
	expect(unknown).toEqual(ofSubscriptions);
});

test('a credential in which nothing is chosen is tested for what most workflows need', () => {
	const usual = ['ReadAccounts', 'ReadCallLog'];
	expect(permissionsToCheck(undefined)).toEqual(usual);
	expect(permissionsToCheck([])).toEqual(usual);
	expect(permissionsToCheck(['SMS'])).toEqual(['SMS']);
});

test('names of old stand for the permissions of today', () => {
	const token = jsonFixture('ringCentral/token.jwt.response.json') as { scope: string };
	const granted = permissionsOf(token.scope) ?? [];
	const wanted = ['ReadAccounts', 'ReadCallLog', 'ReadMessages', 'EditMessages', 'SMS', 'RingOut'];
	expect(missingPermissions(granted, wanted)).toEqual(['RingOut']);
});
