import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { isPage } from '../shared/core/errorAnswer';
import { TelephonyError } from '../shared/core/errors';
import { dateIn } from '../shared/core/zone';
import { systemClock, systemRandom } from '../shared/systemPorts';
import { testHttp } from '../shared/transport/testHttp';
import { knownTimeZoneOf, timeZoneOf, type CooCenterCredential } from './authorization';
import type { CooCenterServer } from './client/connection';
import { extensionStates } from './client/extensions';
import { serverOf } from './connect';

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

function wrongKey({ access }: CooCenterServer, credential: CooCenterCredential): string {
	if (access.generation === 2) {
		return 'Wrong user name or password: the PBX does not accept them';
	}
	if (access.webKey.webKey === '') {
		return 'The PBX wants a key: enter the WEBKEY of its api.conf';
	}
	const zone = timeZoneOf(credential);
	const date = dateIn(zone, systemClock.now());
	return `Wrong key: the PBX does not accept this WEBKEY with the date ${date} (${zone}). Check WEBKEY in api.conf, and the clock and time zone of the PBX`;
}

/**
 * Generation 1 shows no answer to a wrong key, so that any refusal of a list counts as one: inside a 200,
 * which is an error without status, or in the vendor's words.
 */
const isRefusal = ({ kind, status, vendorText }: TelephonyError) =>
	kind === 'unauthorized' ||
	(kind === 'badRequest' && (status === undefined || vendorText !== undefined));

function refusalOf(
	{ vendorCode, vendorText }: TelephonyError,
	server: CooCenterServer,
	credential: CooCenterCredential,
): string {
	const isOther = server.access.generation === 1 && vendorCode === 'unauthorized';
	return [
		wrongKey(server, credential),
		...(isOther ? ['A PBX of generation 2 answers like this: check API Generation too'] : []),
		...(vendorText === undefined ? [] : [`The PBX says: ${vendorText}`]),
	].join('. ');
}

function unreachable({ message, status, vendorCode }: TelephonyError): string {
	// A server that has trouble is there, and so is one whose certificate is not trusted.
	if (status !== undefined && status >= 500) return message;
	if (/CERT|LEAF_SIGNATURE/.test(vendorCode ?? '')) {
		return `${message}. Switch on "Ignore SSL Issues (Insecure)", or give the PBX a certificate that can be verified`;
	}
	return `Wrong address: ${message}`;
}

function verdictOf(
	error: unknown,
	server: CooCenterServer,
	credential: CooCenterCredential,
): INodeCredentialTestResult {
	if (!(error instanceof TelephonyError)) return failed(String(error));
	if (isRefusal(error)) return failed(refusalOf(error, server, credential));
	if (error.kind === 'notFound' || error.kind === 'protocolViolation' || isPage(error)) {
		return failed(
			`Wrong address: a server answers there, but it has no CooCenter API of generation ${server.access.generation}. Check PBX Address and API Generation`,
		);
	}
	return failed(error.kind === 'unavailable' ? unreachable(error) : error.message);
}

/**
 * Asks the PBX for its extensions, and tells a wrong address from a wrong key. A token that the nodes of this process
 * have of this very login is taken: whoever presses the button again and again makes no sessions.
 */
export async function cooCenterApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = (credential.data ?? {}) as unknown as CooCenterCredential;
	let server: CooCenterServer;
	try {
		server = serverOf(data);
		knownTimeZoneOf(data);
	} catch (error) {
		return failed((error as Error).message);
	}
	try {
		const { access } = server;
		// What was refused a moment ago may have been put right.
		if (access.generation === 2) access.session.store.refused = undefined;
		const http = testHttp(this, {
			allowUnauthorizedCerts: Boolean(data.allowUnauthorizedCerts),
		});
		const connection = { server, http, clock: systemClock, random: systemRandom };
		await extensionStates(connection, 'once');
		return { status: 'OK', message: 'Connected' };
	} catch (error) {
		return verdictOf(error, server, data);
	}
}
