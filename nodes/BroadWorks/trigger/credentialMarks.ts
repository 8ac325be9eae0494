import { markOf } from '../../shared/trigger/credentialWatch';
import type { Marks } from '../../shared/trigger/webhook/subscribed/putOff';
import type { XsiCredential } from '../authorization';
import { specKey } from '../client/subscriptions/subscriptions';
import { specWith } from './presentConnection';
import type { TriggerSettings } from './settings';

/** Differs for another login or server, which need another line. */
export const lineMark = (credential: XsiCredential): string =>
	markOf(
		String(credential.serverUrl ?? '').trim(),
		credential.authentication,
		String(credential.userId ?? '').trim(),
		credential.actionsPath ?? '',
		credential.eventsPath ?? '',
		credential.asyncPath ?? '',
		credential.furtherServers ?? '',
		credential.srvDomain ?? '',
		Boolean(credential.allowUnauthorizedCerts),
	);

/** Differs for every other way to log in. */
export const loginMark = (credential: XsiCredential): string =>
	markOf(lineMark(credential), credential.password ?? '', credential.accessToken ?? '');

/** Differs for everything that a running trigger depends on; the request rate is for actions. */
export const triggerMark = (credential: XsiCredential): string =>
	markOf(loginMark(credential), String(credential.defaultCountry ?? '').trim());

/** By what the subscriptions of triggers with HTTP contact are compared. */
export const contactMarks = (settings: TriggerSettings, credential: XsiCredential): Marks => {
	const events = markOf(specKey(specWith(settings, credential)));
	return { events, mark: markOf(lineMark(credential), events) };
};
