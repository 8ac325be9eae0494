import type { N8nApi } from '../../../../n8n-driver/rest/api';
import { connectOAuth2 } from '../../../../n8n-driver/rest/connect-oauth2';
import type {
	Execution,
	JsonObject,
	StoredCredential,
} from '../../../../n8n-driver/rest/rest-types';
import {
	startRingCentralSimulator,
	type RingCentralSimulator,
	type RingCentralSimulatorOptions,
} from '../../../simulators/ringCentral';
import { openApiFindings } from '../../../simulators/ringCentral/openApi/conformance';
import { actionOf, credentialsFor } from '../../../support/n8n/pushed';
import { chain, nodeNames } from '../../../support/n8n/workflows';

export const ringCentral = 'n8n-nodes-telephony.ringCentral';

/** Extension ids of the simulated account. */
export const ids = {
	alice: '62288329016',
	bob: '62288330016',
	carol: '62288331016',
	sales: '62290000016',
};

/** High enough that no test waits for its turn. */
const RATE_LIMITS = { light: 10_000, medium: 10_000, heavy: 10_000, auth: 10_000 };

/** A simulated account with credentials for it in n8n. */
export interface RingCentralAccount extends RingCentralSimulator {
	/** Alice's JWT; she is the administrator. */
	credential: StoredCredential;
	/** Runs one action with Alice's JWT, or with another credential. */
	run(parameters: JsonObject, how?: RunOptions): Promise<Execution>;
	/** The items of an action that must succeed. */
	items(parameters: JsonObject, how?: RunOptions): Promise<JsonObject[]>;
	/** A credential with the JWT of another user. */
	loginOf(user: 'alice' | 'bob' | 'carol'): Promise<StoredCredential>;
	/** A credential that Alice has connected in the browser. */
	connected(): Promise<StoredCredential>;
	/** Ends the simulator, deletes every credential, and compares the requests with the OpenAPI file. */
	remove(): Promise<void>;
}

export interface RunOptions {
	credential?: StoredCredential;
	/** Items the action runs for. */
	items?: JsonObject[];
}

export const jwtData = (
	{ url }: Pick<RingCentralSimulator, 'url'>,
	changes: JsonObject = {},
): JsonObject => ({
	environment: 'other',
	serverUrl: url,
	clientId: 'demo-client',
	clientSecret: 'demo-secret',
	jwt: 'jwt-alice',
	permissions: ['ReadAccounts', 'ReadCallLog'],
	...changes,
});

export const oAuth2Data = (
	{ url }: Pick<RingCentralSimulator, 'url'>,
	changes: JsonObject = {},
): JsonObject => ({
	environment: 'other',
	serverUrl: url,
	clientId: 'demo-client',
	clientSecret: 'demo-secret',
	permissions: ['ReadAccounts', 'ReadCallLog'],
	...changes,
});

/** The parameter and the credential that go together. */
export const authenticationOf = ({ type }: StoredCredential): string =>
	type === 'ringCentralJwtApi' ? 'jwt' : 'oAuth2';

/** Start by hand -> one RingCentral action for each of the items. */
export const ringCentralAction = (
	credential: StoredCredential,
	parameters: JsonObject,
	items?: JsonObject[],
) =>
	actionOf(
		'ringCentral',
		credential,
		{ authentication: authenticationOf(credential), ...parameters },
		items,
	);

export async function startAccount(
	api: N8nApi,
	options: RingCentralSimulatorOptions = {},
): Promise<RingCentralAccount> {
	const { rateLimits, ...rest } = options;
	const simulator = await startRingCentralSimulator({
		// The vendor waits 3 s; an n8n that serves many tests at once may take longer.
		webhookTimeout: 15_000,
		...rest,
		rateLimits: { ...RATE_LIMITS, ...rateLimits },
	});
	const made: StoredCredential[] = [];
	const create = async (type: string, data: JsonObject) => {
		const credential = await api.createCredential(
			`RingCentral ${simulator.port} ${made.length}`,
			type,
			data,
		);
		made.push(credential);
		return credential;
	};
	const loginOf = async (user: string) =>
		await create('ringCentralJwtApi', jwtData(simulator, { jwt: `jwt-${user}` }));
	const credential = await loginOf('alice');
	const run = async (parameters: JsonObject, how: RunOptions = {}) => {
		const definition = ringCentralAction(how.credential ?? credential, parameters, how.items);
		return await api.runOnce(definition, nodeNames.start, nodeNames.action);
	};
	return {
		...simulator,
		credential,
		run,
		async items(parameters, how) {
			const { status, error, output } = await run(parameters, how);
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
			return output[nodeNames.action];
		},
		loginOf,
		async connected() {
			const connected = await create('ringCentralOAuth2Api', oAuth2Data(simulator));
			await connectOAuth2(api, connected);
			return connected;
		},
		async remove() {
			for (const { id } of made) await api.deleteCredential(id);
			await simulator.close();
			// What n8n made of the requests must still be as the vendor's file says; answers are not the node's.
			const sent = openApiFindings(simulator.requests).filter((line) => !/: answer: /.test(line));
			expect(sent).toEqual([]);
		},
	};
}

/** A dropdown of the action node, as the editor asks for it. */
export const ringCentralField = (
	credential: StoredCredential,
	name: string,
	methodName: string,
	parameters: JsonObject,
) => ({
	nodeType: ringCentral,
	typeVersion: 1,
	path: `parameters.${name}`,
	methodName,
	parameters: { authentication: authenticationOf(credential), ...parameters },
	credentials: credentialsFor(credential) as Record<string, { id: string; name: string }>,
});

const READ_FILE = `const file = await this.helpers.getBinaryDataBuffer(0, 'data');
return [{ json: { size: file.length, base64: file.toString('base64') } }];`;

interface FileRun {
	/** Whether a last node reads the file that the action gives. */
	reads?: boolean;
	content?: string;
	fileName?: string;
	mimeType?: string;
}

const writeFile = ({
	content = 'a small report',
	fileName = 'report.txt',
	mimeType = 'text/plain',
}: FileRun) =>
	`return [{ json: {}, binary: { data: await this.helpers.prepareBinaryData(
	Buffer.from(${JSON.stringify(content)}), ${JSON.stringify(fileName)}, ${JSON.stringify(mimeType)}) } }];`;

/** A file -> the action -> what its own file has, as far as it gives one. */
export async function runWithFile(
	api: N8nApi,
	credential: StoredCredential,
	parameters: JsonObject,
	how: FileRun = {},
): Promise<Execution> {
	const { reads = false } = how;
	const { nodes } = ringCentralAction(credential, parameters);
	const [start, action] = nodes.map(({ id: _id, position: _position, ...node }) => node);
	const code = { type: 'n8n-nodes-base.code', typeVersion: 2 };
	const file = { ...code, name: 'Items', parameters: { jsCode: writeFile(how) } };
	const read = { ...code, name: 'File', parameters: { jsCode: READ_FILE } };
	const definition = chain('RingCentral file', [start, file, action, ...(reads ? [read] : [])]);
	return await api.runOnce(definition, nodeNames.start, reads ? 'File' : nodeNames.action);
}
