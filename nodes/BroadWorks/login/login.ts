import type { INode } from 'n8n-workflow';

import { storedCredential, type CredentialContext } from '../../shared/trigger/storedCredential';
import type { XsiCredential } from '../authorization';
import { WEBEX_CREDENTIAL, webexLogin, type WebexContext, type WebexCredential } from './webex';

export const XSI_CREDENTIAL = 'broadWorksXsiApi';

/** Values of the parameter "Authentication". */
export type Authentication = 'xsi' | 'webex';

/** Which credential the node was told to use; nodes from before there was a choice have that of Xsi. */
export const authenticationOf = (context: { getNode?(): INode }): Authentication =>
	context.getNode?.().parameters?.authentication === 'webex' ? 'webex' : 'xsi';

/** The credential that belongs to it. */
export const credentialTypeOf = (authentication: Authentication): string =>
	authentication === 'webex' ? WEBEX_CREDENTIAL : XSI_CREDENTIAL;

/** The login of a node as it is stored now. Throws what n8n throws when there is none, and `webexLogin`. */
export async function loginOf(context: CredentialContext): Promise<XsiCredential> {
	if (authenticationOf(context) === 'xsi') return await context.getCredentials(XSI_CREDENTIAL);
	const credential = await context.getCredentials<WebexCredential>(WEBEX_CREDENTIAL);
	return await webexLogin(context as WebexContext, credential);
}

/** The login, for whoever asks again and again: read from the database every two seconds at most. */
export function storedLogin(context: CredentialContext): () => Promise<XsiCredential> {
	if (authenticationOf(context) === 'xsi')
		return storedCredential<XsiCredential>(context, XSI_CREDENTIAL);
	const stored = storedCredential<WebexCredential>(context, WEBEX_CREDENTIAL);
	return async () => await webexLogin(context as WebexContext, await stored());
}

/** What belongs to the login alone, without asking anybody: for what is posted by strangers. */
export async function secretOf(context: CredentialContext): Promise<XsiCredential> {
	if (authenticationOf(context) === 'xsi') return await context.getCredentials(XSI_CREDENTIAL);
	const { clientSecret } = await context.getCredentials<WebexCredential>(WEBEX_CREDENTIAL);
	return { authentication: 'webex', password: clientSecret ?? '' } as XsiCredential;
}
