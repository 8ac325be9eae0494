import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { connectFailure } from '../shared/connectFailure';
import { TelephonyError } from '../shared/core/errors';
import { keepAliveRequest } from '../shared/keepAliveHttp';
import { systemClock, systemRandom } from '../shared/systemPorts';
import { authorizationOf, type XsiCredential } from './authorization';
import { segment, send } from './client/connection';
import { serverOf } from './connect';

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
	if (error.kind === 'notFound' && error.vendorText === undefined) {
		return failed(
			'Wrong address: a server answers there, but it has no Xsi-Actions. Check Server URL and Actions Path',
		);
	}
	if (error.kind === 'notFound') {
		// Administrators have no profile (protocol page 1.5); the login itself was accepted.
		return {
			status: 'OK',
			message: 'Login accepted (an administrator, or a user without profile)',
		};
	}
	if (error.kind === 'unavailable' && error.status === undefined) {
		return failed(`Wrong address: ${error.message}`);
	}
	return failed(error.message);
}

/** Calls the server and tells wrong address, wrong password and missing right apart. */
export async function broadWorksXsiApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = (credential.data ?? {}) as unknown as XsiCredential;
	try {
		const server = serverOf(data);
		const request = keepAliveRequest({
			allowUnauthorizedCerts: Boolean(data.allowUnauthorizedCerts),
			authorization: () => authorizationOf(credential.data ?? {}),
		});
		const userId = String(data.userId ?? '').trim();
		const stream = async () => await Promise.reject(connectFailure(server.url, 'no streams here'));
		await send(
			{ server, http: { request, stream }, clock: systemClock, random: systemRandom },
			{
				method: 'GET',
				path: userId === '' ? '/versions' : `/v2.0/user/${segment(userId)}/profile`,
				retries: 0,
				timeout: 10_000,
			},
		);
		return { status: 'OK', message: 'Connected' };
	} catch (error) {
		return verdictOf(error);
	}
}
