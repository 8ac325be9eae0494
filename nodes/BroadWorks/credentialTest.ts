import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { numberPlanOf } from '../shared/core/e164';
import { isPage } from '../shared/core/errorAnswer';
import { TelephonyError } from '../shared/core/errors';
import { systemClock, systemRandom } from '../shared/systemPorts';
import { testHttp } from '../shared/transport/testHttp';
import { authorizationOf, type XsiCredential } from './authorization';
import { bodyXml } from './client/transport/answers';
import { segment, send, type XsiConnection } from './client/transport/connection';
import { checkLogin, serverOf } from './connect';

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

function verdictOf(error: unknown): INodeCredentialTestResult {
	if (!(error instanceof TelephonyError)) return failed(String(error));
	if (error.kind === 'unauthorized') {
		return failed('Wrong password: the server does not accept this user ID and password or token');
	}
	if (error.kind === 'forbidden') {
		return failed(
			'No right: the login is correct, but this user may not use Xsi. Ask the operator of the system',
		);
	}
	if (error.kind === 'notFound') {
		return failed(
			'Wrong address: a server answers there, but it has no Xsi-Actions. Check Server URL and Actions Path',
		);
	}
	const isSilent = error.kind === 'unavailable' && error.status === undefined;
	if (isSilent || isPage(error) || error.kind === 'protocolViolation') {
		return failed(`Wrong address: ${error.message}`);
	}
	return failed(error.message);
}

/** Reads a document that only Xsi-Actions has. */
async function read(connection: XsiConnection, path: string, root: string): Promise<void> {
	const request = { method: 'GET', path, retries: 0, timeout: 10_000 } as const;
	const { name } = bodyXml(await send(connection, request));
	if (name === root) return;
	throw new TelephonyError('protocolViolation', `it answered with ${name} instead of ${root}`);
}

/**
 * Administrators have no profile (docs/protocols/broadworks.md#errors), though their login is accepted: then
 * the server says so in its own words, or tells its versions.
 */
async function readProfile(connection: XsiConnection, userId: string): Promise<string> {
	try {
		await read(connection, `/v2.0/user/${segment(userId)}/profile`, 'Profile');
		return 'Connected';
	} catch (error) {
		if (!(error instanceof TelephonyError) || error.status !== 404) throw error;
		if (error.vendorText === undefined) await read(connection, '/versions', 'Versions');
		return 'Login accepted (an administrator, or a user without profile)';
	}
}

/** Calls the server and tells wrong address, wrong password and missing right apart. */
export async function broadWorksXsiApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = (credential.data ?? {}) as unknown as XsiCredential;
	try {
		const server = serverOf(data);
		checkLogin(data);
		numberPlanOf(data.defaultCountry);
		const http = testHttp(this, {
			allowUnauthorizedCerts: Boolean(data.allowUnauthorizedCerts),
			authorization: authorizationOf(credential.data ?? {}),
		});
		const userId = String(data.userId ?? '').trim();
		const connection = { server, http, clock: systemClock, random: systemRandom };
		if (userId !== '') return { status: 'OK', message: await readProfile(connection, userId) };
		await read(connection, '/versions', 'Versions');
		return { status: 'OK', message: 'Connected' };
	} catch (error) {
		return verdictOf(error);
	}
}
