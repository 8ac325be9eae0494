import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { numberPlanOf } from '../../core/e164';
import { TelephonyError } from '../../core/errors';
import { checkPushCredential, type PushCredential } from './pushDoor';

/** The credential of a plain webhook leads nowhere, so the test looks at what it says. */
export async function pushCredentialTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		checkPushCredential((credential.data ?? {}) as unknown as PushCredential);
		numberPlanOf(credential.data?.defaultCountry);
	} catch (error) {
		if (!(error instanceof TelephonyError)) throw error;
		return await Promise.resolve({ status: 'Error', message: error.message });
	}
	return await Promise.resolve({
		status: 'OK',
		message: 'The secret and the addresses can be used',
	});
}
