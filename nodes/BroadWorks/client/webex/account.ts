import { errorOfAnswer, type ErrorBody } from '../../../shared/core/errorAnswer';
import { TelephonyError } from '../../../shared/core/errors';
import { READ_RETRIES, repeated } from '../../../shared/core/flow/repeat';
import { answerJson } from '../../../shared/core/parsing/boundedJson';
import { jsonErrorBody } from '../../../shared/core/parsing/jsonErrorBody';
import type { Clock, Http, HttpResponse, Random } from '../../../shared/core/ports';
import { isRecord, type JsonRecord } from '../../../shared/core/records';
import type { XsiServer } from '../transport/connection';
import { xsiId } from './ids';

/** Where the Webex API is, and what sends to it with the token of the account. */
export interface WebexApi {
	/** `https://webexapis.com` */
	url: string;
	http: Http;
	clock: Clock;
	random: Random;
}

/** What Webex tells of a connected account. */
export interface WebexAccount {
	/** UUID of the person. */
	userId: string;
	/** UUID of the organization. */
	organizationId: string;
	server: XsiServer;
	/** Domain whose DNS lists the servers for event channels. */
	domain: string;
}

/** ms for one request. */
const TIMEOUT = 20_000;

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

function errorBodyOf({ body }: HttpResponse): ErrorBody {
	const { value, ...said } = jsonErrorBody(Buffer.from(body).toString('utf8'));
	const words = text(value?.message) || text(value?.error_description);
	return words === '' ? said : { ...said, text: words };
}

const MESSAGES: Partial<Record<number, string>> = {
	401: 'Webex does not accept the token of the connected account: connect it again in the credential',
	403: 'Webex does not show this to the connected account',
	404: 'Webex does not know this',
	429: 'Webex asks to send fewer requests',
};

async function read(api: WebexApi, path: string): Promise<JsonRecord> {
	const once = async () => {
		const response = await api.http.request({
			method: 'GET',
			url: `${api.url}/v1${path}`,
			headers: { Accept: 'application/json' },
			timeout: TIMEOUT,
		});
		const { status } = response;
		if (status < 200 || status > 299) {
			const message = MESSAGES[status] ?? `Webex answered with HTTP status ${status}`;
			const wording = { server: 'Webex', message };
			throw errorOfAnswer(response, errorBodyOf(response), wording, api.clock.now());
		}
		const answer = answerJson(Buffer.from(response.body).toString('utf8'));
		if (isRecord(answer)) return answer;
		throw new TelephonyError('protocolViolation', 'Webex answered with something other than JSON');
	};
	return await repeated(api, READ_RETRIES, once);
}

const isRefused = (error: unknown): error is TelephonyError =>
	error instanceof TelephonyError && (error.kind === 'forbidden' || error.kind === 'notFound');

/**
 * An organization with the addresses of its Xsi (docs/protocols/webex-calling.md#addresses). One that is not
 * told by itself may be in the list of the login.
 */
async function readOrganization(api: WebexApi, id: string): Promise<JsonRecord> {
	try {
		return await read(api, `/organizations/${encodeURIComponent(id)}?callingData=true`);
	} catch (error) {
		if (!isRefused(error)) throw error;
		const { items } = await read(api, '/organizations?callingData=true').catch((second) => {
			if (!isRefused(second)) throw second;
			throw notShown(second);
		});
		const found = [items].flat().filter(isRecord);
		const own = found.find((one) => xsiId(text(one.id)) === xsiId(id));
		if (own) return own;
		throw notShown(error);
	}
}

const notShown = ({ status, vendorText }: TelephonyError) =>
	new TelephonyError(
		'forbidden',
		'Webex does not show the connected account where the XSI of its organization is. Add the scope spark:organizations_read (for a user) or spark-admin:organizations_read (for an administrator) to the integration and connect the account again',
		{ status, vendorText },
	);

/** Origin and path of an endpoint; a version at its end is not part of it. */
function endpointOf(value: unknown): { origin: string; path: string } | undefined {
	const address = text(value);
	if (!URL.canParse(address)) return undefined;
	const { origin, pathname } = new URL(address);
	return { origin, path: pathname.replace(/\/+$/, '').replace(/\/v\d+\.\d+$/, '') };
}

/** The Xsi of an organization. Throws `forbidden` where it has none. */
function xsiOf(organization: JsonRecord): Pick<WebexAccount, 'server' | 'domain'> {
	const actions = endpointOf(organization.xsiActionsEndpoint);
	const events = endpointOf(organization.xsiEventsEndpoint);
	const channel = endpointOf(organization.xsiEventsChannelEndpoint);
	if (!actions || !events || !channel) {
		throw new TelephonyError(
			'forbidden',
			'XSI is not enabled for this organization of Webex; Cisco TAC enables it',
		);
	}
	const { origin, path } = actions;
	const from = (place: typeof events) =>
		place.origin === origin ? place.path : place.origin + place.path;
	return {
		server: {
			url: origin,
			actionsPath: path,
			eventsPath: from(events),
			asyncPath: from(channel),
		},
		domain: text(organization.xsiDomain) || new URL(origin).hostname,
	};
}

/**
 * Looks up who is connected and where Xsi of the organization is. Throws `forbidden` when XSI is not enabled, or
 * not told.
 */
export async function readAccount(api: WebexApi): Promise<WebexAccount> {
	const me = await read(api, '/people/me');
	const [id, orgId] = [text(me.id), text(me.orgId)];
	if (id === '' || orgId === '') {
		throw new TelephonyError('protocolViolation', 'Webex does not say who is connected');
	}
	const xsi = xsiOf(await readOrganization(api, orgId));
	return { userId: xsiId(id), organizationId: xsiId(orgId), ...xsi };
}
