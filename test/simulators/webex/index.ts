import { systemClock } from '../shared/clock';
import {
	serveJson,
	type JsonReply,
	type JsonRequest,
	type RequestEntry,
} from '../shared/jsonServer';
import { startXsiSimulator, type XsiSimulator, type XsiSimulatorOptions } from '../broadWorks';
import { WebexFailure } from './failure';
import { WebexLogin, type Grant, type Integration, type Lives } from './login';
import { ORGANIZATION, PEOPLE, webexId, webexState } from './people';

export { ORGANIZATION, PEOPLE, webexId } from './people';

/** The integration that the simulator knows. */
export const INTEGRATION: Integration = {
	clientId: 'C0ffee',
	clientSecret: 'webex-demo-secret',
	scopes: [
		'spark-admin:organizations_read',
		'spark-admin:people_read',
		'spark-admin:xsi',
		'spark:organizations_read',
		'spark:people_read',
		'spark:xsi',
	],
};

export interface WebexSimulatorOptions {
	/** 0 (default) takes a free port. */
	port?: number;
	/** Default 127.0.0.1. */
	host?: string;
	/** What the integration may ask for; default all that there is. */
	scopes?: readonly string[];
	/** s; default 14 and 90 days. */
	lives?: Partial<Lives>;
	/** Cisco has enabled XSI for the organization. Default true. */
	hasXsi?: boolean;
	/** Options of the telephone system. */
	xsi?: XsiSimulatorOptions;
}

export interface WebexSimulator {
	/** Address of the Webex API. */
	url: string;
	port: number;
	login: WebexLogin;
	/** Requests to the Webex API, oldest first. */
	requests: RequestEntry[];
	/** The telephone system of the organization. */
	phones: XsiSimulator;
	/** Takes the Webex API away for as long as `meanwhile` takes; the telephone system stays. */
	withoutApi(meanwhile: () => Promise<void>): Promise<void>;
	close(): Promise<void>;
}

const DAY = 86_400;

/** What Xsi gives to a token: the user it stands for, null for one without the right. */
function xsiUserOf({ login, scopes }: Grant): string | null {
	const { id, isAdministrator } = PEOPLE[login];
	return scopes.includes(isAdministrator ? 'spark-admin:xsi' : 'spark:xsi') ? id : null;
}

/** An organization of Webex Calling: its API, and the telephone system that its tokens open. */
export async function startWebexSimulator(
	options: WebexSimulatorOptions = {},
): Promise<WebexSimulator> {
	const { host = '127.0.0.1', port = 0, hasXsi = true, xsi = {} } = options;
	const clock = xsi.clock ?? systemClock;
	const lives = { accessToken: 14 * DAY - 1, refreshToken: 90 * DAY, ...options.lives };
	const scopes = options.scopes ?? INTEGRATION.scopes;
	const login = new WebexLogin({ ...INTEGRATION, scopes }, lives, clock);
	const userOfToken = (token: string) => {
		const grant = login.grantOf(token);
		return grant && xsiUserOf(grant);
	};
	const phones = await startXsiSimulator({
		...xsi,
		host,
		enterprise: ORGANIZATION,
		state: webexState(xsi),
		userOfToken,
	});
	const organization = () => ({
		id: webexId('ORGANIZATION', ORGANIZATION),
		displayName: 'Example',
		created: '2021-03-16T11:20:04.561Z',
		...(hasXsi ? endpointsOf(phones) : {}),
	});
	const answer = (request: JsonRequest): JsonReply => {
		try {
			return answered(request, login, organization);
		} catch (error) {
			if (error instanceof WebexFailure) return error.reply;
			throw error;
		}
	};
	let server = await serveJson(answer, { host, port });
	const { url, port: taken, requests } = server;
	return {
		url,
		port: taken,
		login,
		requests,
		phones,
		async withoutApi(meanwhile) {
			await server.close();
			await meanwhile();
			server = await serveJson(answer, { host, port: taken, requests });
		},
		async close() {
			await server.close();
			await phones.close();
		},
	};
}

/** The four members that an organization has when XSI is enabled. */
function endpointsOf({ url, world }: XsiSimulator) {
	const { contexts, pathPrefix, host } = world.settings;
	const base = `${url}${pathPrefix}`;
	return {
		xsiActionsEndpoint: `${base}/${contexts.actions}`,
		xsiEventsEndpoint: `${base}/${contexts.events}`,
		xsiEventsChannelEndpoint: `${base}/${contexts.async}/${contexts.events}`,
		xsiDomain: host,
	};
}

/** Throws 401 without a living token, 403 without one of the scopes. */
function grantFor({ headers }: JsonRequest, login: WebexLogin, ...scopes: string[]): Grant {
	const [, token = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
	const grant = login.grantOf(token);
	if (!grant) {
		throw new WebexFailure(
			401,
			'The request requires a valid access token set in the Authorization request header.',
		);
	}
	if (scopes.some((scope) => grant.scopes.includes(scope))) return grant;
	throw new WebexFailure(
		403,
		'The access token is missing required scopes or the user is missing required roles or licenses.',
	);
}

/** The routes of the API (docs/protocols/webex-calling.md#addresses). */
function answered(
	request: JsonRequest,
	login: WebexLogin,
	organization: () => Record<string, unknown>,
): JsonReply {
	const { method, path, search } = request;
	if (`${method} ${path}` === 'GET /v1/authorize') return login.authorize(request);
	if (`${method} ${path}` === 'POST /v1/access_token') return login.token(request);
	const [, , resource, id = '', ...rest] = path.split('/');
	if (method !== 'GET' || !path.startsWith('/v1/') || rest.length > 0)
		throw new WebexFailure(404, 'The requested resource could not be found.');
	if (resource === 'people' && id === 'me') return me(request, login);
	if (resource !== 'organizations')
		throw new WebexFailure(404, 'The requested resource could not be found.');
	const withCalling = new URLSearchParams(search).get('callingData') === 'true';
	const told = () => (withCalling ? organization() : withoutCalling(organization()));
	const admin = 'spark-admin:organizations_read';
	if (id === '') {
		grantFor(request, login, admin, 'spark:organizations_read');
		return { status: 200, body: { items: [told()] } };
	}
	grantFor(request, login, admin);
	if (![webexId('ORGANIZATION', ORGANIZATION), ORGANIZATION].includes(decodeURIComponent(id)))
		throw new WebexFailure(404, 'Organization not found.');
	return { status: 200, body: told() };
}

const withoutCalling = (organization: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(organization).filter(([name]) => !name.startsWith('xsi')));

function me(request: JsonRequest, login: WebexLogin): JsonReply {
	const grant = grantFor(request, login, 'spark:people_read', 'spark-admin:people_read');
	const { id, displayName, email } = PEOPLE[grant.login];
	return {
		status: 200,
		body: {
			id: webexId('PEOPLE', id),
			emails: [email],
			displayName,
			orgId: webexId('ORGANIZATION', ORGANIZATION),
			type: 'person',
		},
	};
}
