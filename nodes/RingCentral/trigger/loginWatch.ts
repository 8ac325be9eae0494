import type { ITriggerFunctions } from 'n8n-workflow';

import { numberPlanOf } from '../../shared/core/e164';
import { markOf, watchCredential } from '../../shared/trigger/credentialWatch';
import type { Log } from '../../shared/core/ports';
import { storedCredential } from '../../shared/trigger/storedCredential';
import { authenticationOf, connect, credentialTypeOf, serverOf } from '../connect';
import type { JwtCredential, OAuth2Credential, RingCentralContext } from '../context';
import type { LiveConnection } from './liveConnection';

type Stored = JwtCredential & OAuth2Credential;

/** What belongs to the login, and not to the token that n8n renews now and then. */
function loginMark(credential: Stored): string {
	const { clientId, clientSecret, jwt, oauthTokenData } = credential;
	return markOf(whereOf(credential), clientId, clientSecret, jwt, oauthTokenData?.owner_id);
}

function whereOf(credential: Stored): string | undefined {
	try {
		return serverOf(credential);
	} catch {
		// Whoever edits the address may save it before it is one; `connect` says so.
		return credential.serverUrl;
	}
}

const tokenMark = (credential: Stored) =>
	markOf(loginMark(credential), credential.oauthTokenData?.access_token);

const countryOf = ({ defaultCountry }: Stored) => String(defaultCountry ?? '').trim();

/** Differs for everything that a running trigger depends on. */
const triggerMark = (credential: Stored) => markOf(tokenMark(credential), countryOf(credential));

/** A country that is none leaves the one before in use. */
function useCountry(connection: LiveConnection, now: Stored, log: Log): void {
	try {
		connection.inPlan(numberPlanOf(now.defaultCountry));
	} catch (error) {
		log.error('The Default Country of the credential cannot be used', {
			reason: (error as Error).message,
		});
	}
}

export interface LoginListener {
	/** The connection has another login now: server, app, secret or user. */
	onLogin(): void;
	/** There is another token of the same login: what was refused may be allowed now. */
	onToken(): void;
}

/**
 * Follows the credential of a running trigger, which n8n changes without a word. Throws what n8n throws
 * when it cannot be read at all.
 */
export async function watchLogin(
	node: ITriggerFunctions,
	connection: LiveConnection,
	log: Log,
	listener: LoginListener,
): Promise<{ close(): void }> {
	const context = node as unknown as RingCentralContext;
	const type = credentialTypeOf(authenticationOf(context));
	const stored = storedCredential<Stored>(context, type, connection.clock);
	const change = async () => {
		try {
			connection.become(await connect(context));
			log.info('The credential was changed; the trigger goes on with it');
			listener.onLogin();
		} catch (error) {
			log.error('The changed credential cannot be used; the trigger goes on with what it had', {
				reason: (error as Error).message,
			});
		}
	};
	return watchCredential<Stored>(
		{
			stored: async () => await stored(),
			mark: triggerMark,
			onChange(now, before) {
				if (countryOf(now) !== countryOf(before)) useCountry(connection, now, log);
				if (loginMark(now) !== loginMark(before)) void change();
				else if (tokenMark(now) !== tokenMark(before)) listener.onToken();
			},
		},
		await stored('atOnce'),
		{ clock: connection.clock, log },
	);
}
