import type { N8nApi } from '../../../../n8n-driver/rest/api';
import type { JsonObject, WorkflowNode } from '../../../../n8n-driver/rest/rest-types';
import {
	alice,
	caller,
	startTelephoneSystem,
} from '../../../broadWorks/n8n/support/telephoneSystem';
import { targetParameters } from '../../../broadWorks/n8n/support/triggerCases';
import { pathSecret, startPbx } from '../../../cooCenter/n8n/support/cooCenter';
import { startAccount } from '../../../ringCentral/n8n/support/ringCentral';
import {
	controlOf,
	customer,
	waitForSubscriptions,
} from '../../../ringCentral/n8n/support/ringCentralTrigger';
import { answer, callIn, end } from '../../../simulators/cooCenter/calls';
import { startDimensionsSimulator } from '../../../simulators/dimensions';
import type { RunningPushing } from '../../../simulators/shared/pushingSimulator';
import { startUdeskSimulator } from '../../../simulators/udesk';
import { credentialsFor, pushSecret } from '../../../support/n8n/pushed';

/** A telephone system that tells a workflow of its calls. */
export interface Telephones {
	/** Beside *Output*. */
	parameters: JsonObject;
	credentials: WorkflowNode['credentials'];
	/** Below the address of the trigger's webhook. */
	path: string;
	/** Once the workflow is active. @param url where its webhook is */
	listens(url: string): Promise<void>;
	/** One call that is taken, then one that nobody takes. */
	calls(): Promise<void>;
	close(): Promise<void>;
}

async function broadWorks(api: N8nApi): Promise<Telephones> {
	const { phones, administrator, close } = await startTelephoneSystem(api);
	return {
		parameters: { triggerOn: 'callEnded', ...targetParameters.user },
		credentials: credentialsFor(administrator),
		path: 'broadWorks',
		listens: async () => await Promise.resolve(),
		async calls() {
			const taken = await phones.placeCall({ ...caller, to: alice });
			await phones.steerCall(taken, 'answer');
			await phones.steerCall(taken, 'hangup');
			const missed = await phones.placeCall({ ...caller, to: alice });
			await phones.steerCall(missed, 'remoteHangup');
		},
		close,
	};
}

async function ringCentral(api: N8nApi): Promise<Telephones> {
	const account = await startAccount(api);
	const control = controlOf(account);
	return {
		parameters: { triggerOn: 'telephonySession', authentication: 'jwt' },
		credentials: credentialsFor(account.credential),
		path: 'ringCentral',
		listens: async () => await waitForSubscriptions(account, 1),
		async calls() {
			const taken = control.place({ from: customer, to: 'alice' });
			control.answer(taken.telephonySessionId);
			control.hangUp(taken.telephonySessionId);
			const missed = control.place({ from: customer, to: 'alice' });
			control.hangUp(missed.telephonySessionId, customer);
			await Promise.resolve();
		},
		close: async () => await account.remove(),
	};
}

async function cooCenter(api: N8nApi): Promise<Telephones> {
	const { world, credential, remove } = await startPbx(api);
	return {
		parameters: { triggerOn: ['queueCallRecord'], pathSecret },
		credentials: credentialsFor(credential),
		path: pathSecret,
		async listens(url) {
			world.settings.push = url;
			await Promise.resolve();
		},
		async calls() {
			const taken = callIn(world, '85322361', '630');
			answer(world, taken.id);
			end(world, taken, { side: 'caller' });
			end(world, callIn(world, '85322361', '630'), { side: 'caller' });
			await Promise.resolve();
		},
		close: remove,
	};
}

/** A system that pushes to an address with a secret in it. */
const pushing =
	<Simulator>(
		backend: string,
		parameters: JsonObject,
		start: (push: string) => Promise<RunningPushing<Simulator>>,
		calls: (simulator: Simulator) => Promise<unknown>,
	) =>
	async (api: N8nApi): Promise<Telephones> => {
		const credential = await api.createCredential(
			`Missed calls of ${backend}`,
			`${backend}WebhookApi`,
			{ secret: pushSecret },
		);
		let running: RunningPushing<Simulator> | undefined;
		return {
			parameters,
			credentials: credentialsFor(credential),
			path: `${backend}?token=${pushSecret}`,
			async listens(url) {
				running = await start(url);
			},
			async calls() {
				if (!running) throw new Error(`${backend} has no address to push to`);
				await calls(running.simulator);
			},
			async close() {
				await running?.close();
				await api.deleteCredential(credential.id);
			},
		};
	};

const udesk = pushing(
	'udesk',
	{ triggerOn: 'callTrigger' },
	async (push) => await startUdeskSimulator({ push }),
	async (simulator) => {
		simulator.place({ workflow: 'in', talkTime: 42 });
		simulator.place({ workflow: 'in', outcome: 'agent_no_answer' });
		await Promise.resolve();
	},
);

const dimensions = pushing(
	'dimensions',
	{},
	async (push) => await startDimensionsSimulator({ push }),
	async (simulator) => {
		await simulator.finish({});
		await simulator.finish({ answered: false });
	},
);

/** The telephone system of every backend, by the type of its action node. */
export const telephones = { broadWorks, ringCentral, cooCenter, udesk, dimensions };
