import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { isPage } from '../shared/core/errorAnswer';
import { TelephonyError } from '../shared/core/errors';
import type { Http } from '../shared/core/ports';
import { systemClock, systemRandom } from '../shared/systemPorts';
import { testHttp } from '../shared/transport/testHttp';
import { send } from './client/transport/api';
import { groupFor } from './client/transport/commands';
import type { RingCentralConnection } from './client/transport/connection';
import { getExtension } from './client/account/directory';
import {
	missingPermissions,
	permissionsOf,
	permissionsToCheck,
	PROBES,
} from './client/login/permissions';
import { borrowedTokens } from './client/transport/shared';
import { withToken, type JwtLogin, type TokenKeeper } from './client/login/tokens';
import { jwtLoginOf, jwtRates } from './connect';
import type { JwtCredential } from './context';

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** What the refusal of a token call means (docs/protocols/ringcentral.md#tokens; RFC 6749, 5.2). */
function refusalOf({ status, vendorCode = '', vendorText = '' }: TelephonyError): string {
	const said = [vendorCode, vendorText].filter(Boolean).join(': ');
	const end = said === '' ? '' : `. RingCentral says: ${said}`;
	const isClient =
		/invalid_client|unauthorized_client/i.test(vendorCode) ||
		(status === 401 && !/grant|assertion|jwt/i.test(said));
	if (isClient) {
		return `Wrong client: RingCentral does not know this Client ID, or the Client Secret is another one. The app must be of the chosen environment${end}`;
	}
	if (/unsupported_grant_type/i.test(vendorCode)) {
		return `Wrong kind of app: it does not allow the JWT flow. Choose it in the settings of the app${end}`;
	}
	return `Wrong JWT: RingCentral does not accept it. It must be made for this app and environment, and not be revoked or expired${end}`;
}

function tokenVerdict(error: unknown): INodeCredentialTestResult {
	if (!(error instanceof TelephonyError)) return failed(String(error));
	const { kind, status, message } = error;
	if (kind === 'unavailable' && status === undefined) return failed(`Wrong address: ${message}`);
	if (kind === 'notFound' || kind === 'protocolViolation' || status === 405 || isPage(error)) {
		return failed(
			'Wrong address: a server answers there, but it has no RingCentral API. Check the environment',
		);
	}
	if (status === 400 || status === 401 || status === 403) return failed(refusalOf(error));
	return failed(message);
}

/** A permission that the user lacks, not the app (docs/protocols/ringcentral.md#permissions). */
const OF_THE_USER = 'CMN-408';

/** Whether the app may read this. Throws what else the server says. */
async function mayRead(connection: RingCentralConnection, path: string): Promise<boolean> {
	try {
		await send(connection, { method: 'GET', path, group: groupFor('GET', path), kind: 'read' });
		return true;
	} catch (error) {
		if (!(error instanceof TelephonyError) || error.kind !== 'forbidden') throw error;
		if (error.vendorCode === OF_THE_USER) throw error;
		return false;
	}
}

/**
 * The permissions that the app lacks. What the token does not list, the server is asked about where a
 * harmless request needs it: some tokens list names of old, or nothing.
 */
async function missingOf(
	connection: RingCentralConnection,
	granted: readonly string[] | undefined,
	wanted: readonly string[],
): Promise<string[]> {
	const missing: string[] = [];
	for (const name of missingPermissions(granted ?? [], wanted)) {
		const probe = PROBES[name];
		const isThere = probe === undefined ? granted === undefined : await mayRead(connection, probe);
		if (!isThere) missing.push(name);
	}
	return missing;
}

/** Tells what the app may do from what was wanted. */
async function permissionsVerdict(
	login: JwtLogin,
	http: Http,
	keeper: TokenKeeper,
	wanted: readonly string[],
): Promise<INodeCredentialTestResult> {
	const connection = {
		server: login.server,
		http: withToken(http, keeper),
		clock: systemClock,
		random: systemRandom,
		log: silent,
		rates: jwtRates(login),
		numberPlan: undefined,
	};
	const missing = await missingOf(connection, permissionsOf(await keeper.scope()), wanted);
	if (missing.length > 0) {
		const names = missing.join(', ');
		return failed(
			`Missing permission: the login works, but the app lacks ${names}. Add it to the app in the developer console`,
		);
	}
	if (!wanted.includes('ReadAccounts')) {
		// Whatever it answers, the server has to take the token for it.
		await mayRead(connection, PROBES.ReadAccounts);
		return { status: 'OK', message: 'Connected' };
	}
	const { name, extensionNumber } = await getExtension(connection, '~');
	const who = [name, extensionNumber && `extension ${String(extensionNumber)}`].filter(Boolean);
	return { status: 'OK', message: `Connected as ${who.join(', ') || 'a user'}` };
}

/**
 * Logs in with the JWT, or takes the token that the nodes of this process have of it already, and looks for
 * the permissions: each login is one more session, and the sixth of a user and app ends the first. Tells a
 * wrong address, a wrong client, a wrong JWT and a missing permission apart.
 */
export async function ringCentralJwtApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = (credential.data ?? {}) as unknown as JwtCredential;
	let login: JwtLogin;
	try {
		login = jwtLoginOf(data);
	} catch (error) {
		return failed((error as Error).message);
	}
	const http = testHttp(this);
	const ports = { http, clock: systemClock, log: silent, rates: jwtRates(login) };
	const keeper = borrowedTokens(login, ports);
	const wanted = permissionsToCheck(data.permissions);
	const verdictOf = async (token: () => Promise<string>): Promise<INodeCredentialTestResult> => {
		try {
			await token();
		} catch (error) {
			return tokenVerdict(error);
		}
		try {
			return await permissionsVerdict(login, http, keeper, wanted);
		} catch (error) {
			return failed(error instanceof Error ? error.message : String(error));
		}
	};
	if (keeper.holdsToken) {
		const verdict = await verdictOf(async () => await keeper.get());
		if (verdict.status === 'OK') return verdict;
	}
	// A token keeps the permissions that the app had at its time.
	return await verdictOf(async () => await keeper.loginAnew());
}
