import type { IWebhookFunctions } from 'n8n-workflow';

import { numberPlanOf } from '../../shared/core/e164';
import { TelephonyError } from '../../shared/core/errors';
import type { PushBackend } from '../../shared/trigger/webhook/pushTrigger';
import { knownTimeZoneOf, type CooCenterCredential } from '../authorization';
import { readPushEvent } from '../client/pushes/event';
import { passes } from '../client/pushes/filter';
import { identityOf } from '../client/pushes/repetition';
import type { WireObject } from '../client/values';
import { CREDENTIAL } from '../connect';
import { itemOf } from './item';
import { pushCredentialOf, secretAdvice, triggerSettings } from './settings';

/** Last segment of the address that was asked for; n8n takes it with a slash behind it too. */
function lastSegment(node: IWebhookFunctions): string {
	const { path = '' } = node.getRequestObject() as { path?: string };
	return path.replace(/\/$/, '').split('/').at(-1) ?? '';
}

/**
 * How CooCenter pushes; who it is, it can show by the address alone
 * (docs/protocols/coocenter.md#securing-the-receiver).
 */
export const cooCenterPush: PushBackend = {
	name: 'CooCenter',
	credential: CREDENTIAL,
	comesAgain: true,
	answer: 'OK',
	pushCredentialOf,
	advice: secretAdvice,
	// n8n has found the path already, but by a look-up, which some databases do without regard to case.
	givenSecret: lastSegment,
	reader(node, credential) {
		const { filter, output, macs } = triggerSettings(node);
		const zone = () => knownTimeZoneOf(credential as unknown as CooCenterCredential);
		const plan = () => numberPlanOf(credential.defaultCountry);
		// A wrong one is told at once; it may be changed while the trigger runs.
		zone();
		plan();
		return (record) => {
			const timeZone = zone();
			const event = readPushEvent(record as WireObject, timeZone);
			// Not every event names its PBX: this is a hint, the secret is the proof.
			if (macs.size > 0 && event.mac !== undefined && !macs.has(event.mac)) {
				throw new TelephonyError('forbidden', `another PBX (MAC address ${event.mac})`);
			}
			if (!passes(event, filter)) return undefined;
			return { ...identityOf(event), items: [itemOf(event, output, plan())] };
		};
	},
};
