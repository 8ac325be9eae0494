import {
	NodeApiError,
	NodeOperationError,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeCredentialTestResult,
	type INodeListSearchResult,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { BroadWorks } from '../../../nodes/BroadWorks/BroadWorks.node';
import { BroadWorksTrigger } from '../../../nodes/BroadWorks/BroadWorksTrigger.node';
import { CooCenter } from '../../../nodes/CooCenter/CooCenter.node';
import { CooCenterTrigger } from '../../../nodes/CooCenter/CooCenterTrigger.node';
import { Dimensions } from '../../../nodes/Dimensions/Dimensions.node';
import { RingCentral } from '../../../nodes/RingCentral/RingCentral.node';
import { RingCentralTrigger } from '../../../nodes/RingCentral/RingCentralTrigger.node';
import { Udesk } from '../../../nodes/Udesk/Udesk.node';
import { n8nContext } from '../../support/contexts/n8nContext';
import type { Answer } from '../../support/fakes/fakeHttp';
import { hostileAnswers } from '../hostileAnswers';
import { oddity } from '../places';

type ReadList = (
	this: ILoadOptionsFunctions,
	filter?: string,
) => Promise<INodePropertyOptions[] | INodeListSearchResult>;

type PressedTest = (
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
) => Promise<INodeCredentialTestResult>;

interface Methods {
	loadOptions?: Record<string, ReadList>;
	listSearch?: Record<string, ReadList>;
	credentialTest?: Record<string, PressedTest>;
}

/** Those after which nobody asks again, so that no time passes. */
const answers = hostileAnswers.filter(([what]) => !/^(408|429|5)/.test(what));

/** What any panel may hold from which a list is read. */
const parameters: IDataObject = {
	authentication: 'jwt',
	agentEmail: 'alice@example.net',
	userId: 'alice@example.net',
	callCenterId: 'queue@example.net',
	queue: '630',
	conference: '1',
	queueId: '5',
	targetType: 'user',
};

/** Logins to every system; each is another one, so that nothing is known of it. */
let logins = 0;
const login = () => ({
	serverUrl: `https://pbx-${++logins}.example.net`,
	url: `https://pbx-${logins}.example.net`,
	authentication: 'basic',
	userId: 'alice@example.net',
	username: 'alice',
	password: 'secret',
	environment: 'other',
	clientId: 'client',
	clientSecret: 'secret',
	jwt: String(logins),
	region: 'uk',
	email: 'admin@udesk.cn',
	openApiToken: 'token',
	callCenterSecret: 'secret',
	generation: 1 + (logins % 2),
	webKey: 'key',
	timeZone: 'Asia/Shanghai',
	oauthTokenData: { access_token: 'token' },
	secret: 'a-secret-that-is-long-enough',
});

const TOKEN = '{"code":1000,"access_token":"token","expires_in":3600,"agent_api_token":"token"}';

/** n8n's helpers of a server that gives a token and then answers everything alike. */
function helpersOf({ status = 200, headers = {}, body = '' }: Answer) {
	const answer = async (...options: unknown[]) => {
		const isLogin = options.some((one) => /oauth\/token|get_agent_token/.test(JSON.stringify(one)));
		return await Promise.resolve({
			statusCode: isLogin ? 200 : status,
			headers: isLogin ? {} : headers,
			body: Buffer.from(isLogin ? TOKEN : (body as string)),
		});
	};
	return {
		request: answer,
		httpRequest: answer,
		httpRequestWithAuthentication: answer,
		refreshOAuth2Token: async () => await Promise.resolve(),
	};
}

/** Words that belong in no message and in no entry. */
const NO_WORDS = /\bundefined\b|\bNaN\b|\[object |Cannot |is not (?:a function|iterable)/;

function wrongWithList(list: INodePropertyOptions[] | INodeListSearchResult): string | undefined {
	const entries = Array.isArray(list) ? list : list.results;
	const strange = entries.find(
		({ name, value }) => typeof name !== 'string' || NO_WORDS.test(`${name} ${String(value)}`),
	);
	return strange === undefined ? oddity(list) : `the entry ${JSON.stringify(strange)}`;
}

async function wrongWithRead(read: ReadList, answer: Answer): Promise<string | undefined> {
	const node = { credentials: {} };
	const context = n8nContext({ parameters, credential: login(), helpers: helpersOf(answer), node });
	try {
		return wrongWithList(await read.call(context, ''));
	} catch (error) {
		const isTold = error instanceof NodeApiError || error instanceof NodeOperationError;
		const { message } = error as Error;
		return isTold && !NO_WORDS.test(message) ? undefined : message;
	}
}

async function wrongWithTest(press: PressedTest, answer: Answer): Promise<string | undefined> {
	const context = n8nContext({ helpers: helpersOf(answer) });
	const data = login() as unknown as ICredentialsDecrypted['data'];
	try {
		const { status, message } = await press.call(context, { data } as ICredentialsDecrypted);
		return NO_WORDS.test(message) ? `${status}: ${message}` : undefined;
	} catch (error) {
		return `it throws ${String(error)}`;
	}
}

const nodes = {
	BroadWorks,
	BroadWorksTrigger,
	CooCenter,
	CooCenterTrigger,
	Dimensions,
	RingCentral,
	RingCentralTrigger,
	Udesk,
};

test.each(Object.entries(nodes))(
	'any answer to a list or a credential test of %s becomes entries or words',
	async (_name, Node) => {
		const { loadOptions, listSearch, credentialTest } = new Node().methods as Methods;
		const found: string[] = [];
		for (const [what, answer] of answers) {
			for (const [name, read] of Object.entries({ ...loadOptions, ...listSearch })) {
				const wrong = await wrongWithRead(read, answer);
				if (wrong !== undefined) found.push(`${name}, ${what}: ${wrong}`);
			}
			for (const [name, press] of Object.entries(credentialTest ?? {})) {
				const wrong = await wrongWithTest(press, answer);
				if (wrong !== undefined) found.push(`${name}, ${what}: ${wrong}`);
			}
		}
		expect(logins).toBeGreaterThan(answers.length);
		expect(found.slice(0, 20)).toEqual([]);
	},
);
