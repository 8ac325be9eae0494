import { markOf } from '../../shared/trigger/credentialWatch';
import type { Marks } from '../../shared/trigger/webhook/subscribed/putOff';
import { ownUserOf, type XsiCredential } from '../authorization';
import { specKey, type SubscriptionSpec } from '../client/subscriptions/subscriptions';
import { following, type XsiConnection } from '../client/transport/connection';
import type { TriggerSettings } from './settings';

/** The login a trigger works with now, for what outlives a change of the credential. */
export class PresentConnection {
	/** Goes wherever the present login goes. */
	readonly connection: XsiConnection;

	ownUserId: string;

	private now: XsiConnection;

	constructor(first: XsiConnection, credential: XsiCredential) {
		this.now = first;
		this.ownUserId = ownUserOf(credential);
		this.connection = following(first, () => this.now);
	}

	use(next: XsiConnection, credential: XsiCredential): void {
		this.now = next;
		this.ownUserId = ownUserOf(credential);
	}
}

/** What is subscribed to with this credential: without a chosen user its own. */
export function specWith(settings: TriggerSettings, credential: XsiCredential): SubscriptionSpec {
	const userId = ownUserOf(credential);
	if (!settings.listensToOwnUser || userId === '') return settings.spec;
	const { target } = settings.spec;
	return { ...settings.spec, target: { ...target, kind: 'user', userId } };
}

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

type Listening = Partial<Pick<TriggerSettings, 'listensToOwnUser'>>;

/**
 * Differs for everything that takes other subscriptions: another login or server, and another *Default User* where the
 * trigger listens to the credential's own.
 */
export function placeMark(credential: XsiCredential, { listensToOwnUser }: Listening = {}): string {
	const defaultUserId = String(credential.defaultUserId ?? '').trim();
	if (!listensToOwnUser || defaultUserId === '') return lineMark(credential);
	return markOf(lineMark(credential), defaultUserId);
}

/** Differs for every other way to log in, and for all that `placeMark` differs for. */
export const loginMark = (credential: XsiCredential, listening?: Listening): string =>
	markOf(placeMark(credential, listening), credential.password ?? '', credential.accessToken ?? '');

/** Differs for everything that a running trigger depends on; the request rate is for actions. */
export const triggerMark = (credential: XsiCredential, listening?: Listening): string =>
	markOf(loginMark(credential, listening), String(credential.defaultCountry ?? '').trim());

/** By what the subscriptions of triggers with HTTP contact are compared. */
export const contactMarks = (settings: TriggerSettings, credential: XsiCredential): Marks => {
	const events = markOf(specKey(specWith(settings, credential)));
	return { events, mark: markOf(lineMark(credential), events) };
};
