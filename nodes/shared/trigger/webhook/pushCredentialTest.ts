import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { numberPlanOf } from '../../core/e164';
import { TelephonyError } from '../../core/errors';
import { newSecret } from '../../secrets';
import { checkPushCredential, hasNoSecret, type PushCredential } from './pushAdmission';

/**
 * The credential of a plain webhook leads nowhere, so the test looks at what it says. Where there is no secret yet, it
 * makes one: n8n keeps no default of a credential, so the person has to enter it (docs/n8n.md#defaults-of-credentials).
 */
export async function pushCredentialTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const entered = (credential.data ?? {}) as unknown as PushCredential;
	if (hasNoSecret(entered)) {
		const message = `There is no secret yet. Enter this new one under Secret and save again: ${newSecret()}`;
		return await Promise.resolve({ status: 'Error', message });
	}
	try {
		checkPushCredential(entered);
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
