import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { TelephonyError } from '../shared/core/errors';
import { testHttp } from '../shared/transport/testHttp';
import type { UdeskCredential } from './authorization';
import { agentWorkWay, listCalloutNumbers } from './client/calls';
import type { UdeskConnection } from './client/connection';
import { connectionOf } from './connect';

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

function verdictOf(error: unknown, wrongSecret: string): INodeCredentialTestResult {
	if (!(error instanceof TelephonyError)) return failed(String(error));
	const code = error.vendorCode;
	if (code === '20621' || code === '20622') return failed(`Clock: ${error.message}`);
	if (error.kind === 'unauthorized') return failed(wrongSecret);
	if (error.kind === 'forbidden') {
		return failed('No right: the login is correct, but the account has no call center right');
	}
	if (code === undefined && ['unavailable', 'notFound', 'protocolViolation'].includes(error.kind)) {
		return failed(`Wrong address: ${error.message}. Check Server URL`);
	}
	return failed([error.message, error.vendorText].filter(Boolean).join(': '));
}

/** The older interface looks at the agent only after it has accepted the signature. */
const isAboutAgent = (error: unknown) =>
	error instanceof TelephonyError &&
	error.status === undefined &&
	/^\d+$/.test(error.vendorCode ?? '') &&
	error.kind !== 'unauthorized' &&
	error.kind !== 'forbidden';

async function callCenterVerdict(
	connection: UdeskConnection,
): Promise<INodeCredentialTestResult | undefined> {
	if (connection.callCenterSecret === '') return undefined;
	try {
		await agentWorkWay(connection, connection.login.email);
	} catch (error) {
		if (isAboutAgent(error)) return undefined;
		return verdictOf(
			error,
			'Wrong call center secret: the older interface does not accept the signature',
		);
	}
	return undefined;
}

/** Calls the server and tells wrong address, wrong token, wrong secret and missing right apart. */
export async function udeskApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = (credential.data ?? {}) as unknown as UdeskCredential;
	try {
		const connection = connectionOf(data, testHttp(this));
		await listCalloutNumbers(connection);
		return (await callCenterVerdict(connection)) ?? { status: 'OK', message: 'Connected' };
	} catch (error) {
		return verdictOf(
			error,
			'Wrong e-mail address or Open API token: Udesk does not accept the signature',
		);
	}
}
