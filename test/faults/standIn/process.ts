import type { IDataObject, IRun, ITriggerFunctions, ITriggerResponse, Logger } from 'n8n-workflow';

import type * as triggerFile from '../../../nodes/BroadWorks/BroadWorksTrigger.node';
import type * as cooCenter from '../../../nodes/CooCenter/CooCenterTrigger.node';
import type * as dimensions from '../../../nodes/Dimensions/DimensionsTrigger.node';
import type * as udesk from '../../../nodes/Udesk/UdeskTrigger.node';
import type { Emit } from '../../support/contexts/n8nContext';
import { hookContext, triggerContext, type Surroundings } from './contexts';
import type { FromProcess, Pushing, ToProcess, WorkflowStart } from './messages';
import { hurry, resolveHost, stepClock } from './surroundings';
import { serveWebhooks, webhookUrl, type SavedData, type WebhookNode } from './webhooks';

/**
 * The process of a small n8n: it runs one workflow with the real trigger node, as n8n 2.x does
 * (docs/n8n.md#webhook-triggers to docs/n8n.md#what-emit-really-does). Everything that outlives a process is
 * the parent's business.
 */

/** ms after which n8n 2.x runs `trigger()` again after `emitError`. */
const RESTART_AFTER = 60;

/** ms that n8n waits for executions when it is stopped. */
const GRACE = 5_000;

const tell = (message: FromProcess) => void process.send?.(message);

const write = (level: string) => (message: string) => tell({ kind: 'log', level, message });
const logger = {
	debug: write('debug'),
	info: write('info'),
	warn: write('warn'),
	error: write('error'),
} as unknown as Logger;

// With its ending, because outside jest the name without one is the codex file's.
const { BroadWorksTrigger } =
	require('../../../nodes/BroadWorks/BroadWorksTrigger.node.ts') as typeof triggerFile;
const broadWorks = new BroadWorksTrigger();

/** Nodes whose webhook takes plain pushes. */
interface PushNode extends WebhookNode {
	trigger(this: ITriggerFunctions): Promise<ITriggerResponse>;
}

function pushNode(pushing: Pushing): PushNode {
	switch (pushing) {
		case 'cooCenter': {
			const file = require('../../../nodes/CooCenter/CooCenterTrigger.node.ts') as typeof cooCenter;
			return new file.CooCenterTrigger();
		}
		case 'dimensions': {
			const file =
				require('../../../nodes/Dimensions/DimensionsTrigger.node.ts') as typeof dimensions;
			return new file.DimensionsTrigger();
		}
		case 'udesk': {
			const file = require('../../../nodes/Udesk/UdeskTrigger.node.ts') as typeof udesk;
			return new file.UdeskTrigger();
		}
	}
}

let node: PushNode = broadWorks;
const questions = new Map<number, (executionId: number | undefined) => void>();
const running = new Set<number>();
let lastNumber = 0;
let active: ITriggerResponse | undefined;
let workflow: WorkflowStart | undefined;
let around: Surroundings | undefined;
let stopping = false;
let stopListening = () => {};

const pause = async (ms: number) => await new Promise((done) => setTimeout(done, ms));

/** n8n saves static data with every emit, then creates the execution, and waits for neither. */
function emitFor({ executionMs }: WorkflowStart, save: () => void): Emit {
	const execute = async (
		items: IDataObject[],
		deduplicationKey: string | undefined,
		write: () => void,
	) => {
		const number = ++lastNumber;
		const executionId = await new Promise<number | undefined>((answer) => {
			questions.set(number, answer);
			tell({ kind: 'create', number, items, deduplicationKey });
		});
		if (executionId === undefined) return undefined;
		write();
		running.add(executionId);
		tell({ kind: 'running', executionId });
		await pause(executionMs);
		tell({ kind: 'finished', executionId });
		running.delete(executionId);
		return { status: 'success', finished: true } as unknown as IRun;
	};
	return (items, done, deduplicationKey, write) => {
		save();
		void execute(items, deduplicationKey, write).then((run) => done?.resolve(run));
	};
}

/** What was saved last: each webhook reads it anew, while the trigger keeps the object it began with. */
class StaticData {
	constructor(private saved: IDataObject) {}

	save(data: IDataObject): void {
		this.saved = structuredClone(data);
		tell({ kind: 'staticData', data });
	}

	webhooks(workflow: WorkflowStart): SavedData {
		const emit = emitFor(workflow, () => {});
		return {
			read: () => structuredClone(this.saved),
			save: (data) => this.save(data),
			run: (items) => emit(items, undefined, undefined, () => undefined),
		};
	}
}

/** ms after which n8n 2.x tries an activation again; after the last one it never does. */
const TRIES_AFTER = [1_000, 2_000, 4_000, 8_000];

async function tryAsN8n(activation: () => Promise<void>): Promise<void> {
	for (const wait of [...TRIES_AFTER, undefined]) {
		try {
			return await activation();
		} catch (error) {
			if (wait === undefined || stopping) throw error;
			await pause(wait);
		}
	}
}

/** After each try that failed n8n 2.x has the webhook taken back. */
async function subscribe(surroundings: Surroundings): Promise<void> {
	const { checkExists, create, delete: remove } = broadWorks.webhookMethods.default;
	const hooks = hookContext(surroundings);
	try {
		if (!(await checkExists.call(hooks))) await create.call(hooks);
	} catch (error) {
		await remove.call(hooks);
		throw error;
	}
}

/** n8n 2.x: `trigger()` first, then the webhook methods (docs/n8n.md#one-node-with-trigger-and-webhook). */
async function activate(surroundings: Surroundings): Promise<void> {
	await tryAsN8n(async () => {
		active = await node.trigger.call(triggerContext(surroundings));
	});
	if (surroundings.workflow.parameters.delivery === 'httpContact')
		await tryAsN8n(async () => await subscribe(surroundings));
	tell({ kind: 'staticData', data: surroundings.staticData });
}

async function start(workflow: WorkflowStart): Promise<void> {
	const { staticData, webhookPort } = workflow;
	const restart = async (): Promise<void> => {
		await active?.closeFunction?.();
		active = undefined;
		await pause(RESTART_AFTER);
		if (stopping) return;
		try {
			await activate(surroundings);
		} catch (error) {
			logger.error(`Failed to reactivate the trigger: ${(error as Error).message}`);
		}
	};
	const database = new StaticData(staticData);
	const surroundings: Surroundings = {
		workflow,
		staticData,
		logger,
		webhookUrl: webhookUrl(webhookPort),
		emit: emitFor(workflow, () => database.save(surroundings.staticData)),
		emitError: (error) => {
			logger.error(`The trigger reports: ${error.message}`);
			void restart();
		},
	};
	around = surroundings;
	if (workflow.pushing) node = pushNode(workflow.pushing);
	stopListening = await serveWebhooks(
		webhookPort,
		node,
		surroundings,
		workflow.pushing && database.webhooks(workflow),
	);
	try {
		await activate(surroundings);
		tell({ kind: 'active' });
	} catch (error) {
		if (workflow.activation !== 'init') throw error;
		logger.error(`The trigger failed to activate: ${(error as Error).message}`);
		tell({ kind: 'active' });
	}
}

/** An update of the package: the new node is loaded, while the trigger that runs keeps the old one. */
async function update(program: string, workflow: WorkflowStart): Promise<void> {
	const updated = require(program) as typeof triggerFile;
	const { trigger } = new updated.BroadWorksTrigger();
	const response = await trigger.call(
		triggerContext({
			workflow,
			workflowId: 'publishedLater',
			staticData: {},
			logger,
			webhookUrl: '',
			emit: emitFor(workflow, () => {}),
			emitError: (error) => logger.error(`The trigger reports: ${error.message}`),
		}),
	);
	const first = active;
	active = {
		async closeFunction() {
			await Promise.all([first?.closeFunction?.(), response.closeFunction?.()]);
		},
	};
	tell({ kind: 'active' });
}

async function publish(parameters: IDataObject): Promise<void> {
	if (!around) throw new Error('Nothing is active.');
	const isContact = around.workflow.parameters.delivery === 'httpContact';
	await Promise.all([
		isContact ? broadWorks.webhookMethods.default.delete.call(hookContext(around)) : undefined,
		active?.closeFunction?.(),
	]);
	active = undefined;
	Object.assign(around.workflow.parameters, parameters);
	around.workflow.activation = 'update';
	around.staticData = structuredClone(around.staticData);
	await activate(around);
	tell({ kind: 'active' });
}

/** As n8n does on SIGTERM: triggers are closed, subscriptions for webhooks are left alone. */
async function stop(): Promise<void> {
	stopping = true;
	stopListening();
	await active?.closeFunction?.();
	const deadline = Date.now() + GRACE;
	while (running.size > 0 && Date.now() < deadline) await pause(10);
	process.disconnect();
	process.exit(0);
}

process.on('message', (message: ToProcess) => {
	switch (message.kind) {
		case 'start':
			workflow = message.workflow;
			if (workflow.hurry) hurry(workflow.hurry);
			start(workflow).catch((error: Error) => tell({ kind: 'failed', message: error.message }));
			break;
		case 'update':
			update(message.program, message.workflow).catch((error: Error) =>
				tell({ kind: 'failed', message: error.message }),
			);
			break;
		case 'publish':
			publish(message.parameters).catch((error: Error) =>
				tell({ kind: 'failed', message: error.message }),
			);
			break;
		case 'stepClock':
			stepClock(message.ms);
			break;
		case 'resolve':
			resolveHost(message.host, message.address);
			break;
		case 'credential':
			Object.assign(workflow?.credential ?? {}, message.changes);
			break;
		case 'stored':
		case 'duplicate':
			questions.get(message.number)?.(message.kind === 'stored' ? message.executionId : undefined);
			questions.delete(message.number);
	}
});
process.on('SIGTERM', () => void stop());
process.on('disconnect', () => process.exit(1));
