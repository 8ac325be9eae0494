import type { IDataObject } from 'n8n-workflow';

import { cooCenterPush } from '../../../nodes/CooCenter/trigger/pushes';
import { dimensionsPushes } from '../../../nodes/Dimensions/trigger/pushes';
import { receivePush, type PushBackend } from '../../../nodes/shared/trigger/webhook/pushTrigger';
import { udeskPushes } from '../../../nodes/Udesk/trigger/pushes';
import { RecordingLog } from '../fakes/fakePorts';
import { n8nContext } from './n8nContext';
import { inWebhookProcess } from './webhookProcess';

const secret = 'a-secret-of-32-random-characters';

/** Everything that takes plain pushes, with a panel that lets every kind of them through. */
export const pushBackends: Record<string, { backend: PushBackend; panel: IDataObject }> = {
	CooCenter: { backend: cooCenterPush, panel: { pathSecret: secret, triggerOn: everyKind() } },
	Udesk: { backend: udeskPushes, panel: { triggerOn: 'callPush' } },
	Dimensions: { backend: dimensionsPushes, panel: {} },
};

function everyKind(): string[] {
	const events = 'dialBegin,dialEnd,hangup,extensionStatus,ivr,callRecord,queueCallRecord';
	return [...events.split(','), 'intercomRecord', 'pagingRecord', 'unknown'];
}

export interface Pushed {
	body: unknown;
	/** JSON by default. */
	contentType?: string;
	/** In addition to what lets everything through. */
	panel?: IDataObject;
	/** Brings no secret. */
	isStranger?: boolean;
	/** Id of the workflow: pushes to one are told from repetitions. Default: a test run, which takes all. */
	workflow?: string;
}

const bytesOf = (body: unknown) =>
	Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

/** What became of a push: its status, the items of the execution, and what the log says. */
export async function pushTo(
	name: string,
	{ body, contentType = 'application/json', panel: more, isStranger = false, workflow }: Pushed,
) {
	const { backend, panel } = pushBackends[name];
	const log = new RecordingLog();
	let status = 200;
	const node = n8nContext({
		parameters: { ...panel, ...more },
		credential: { secret, timeZone: 'Asia/Shanghai' },
		workflow: { id: workflow ?? 'w' },
		node: { name: `${name} Trigger` },
		mode: workflow === undefined ? 'manual' : 'webhook',
		staticData: () => ({}),
		logger: log,
		query: isStranger ? {} : { token: secret },
		headers: { 'content-type': contentType },
		request: { path: '/webhook/x', rawBody: bytesOf(body) },
		answered: (answer) => ({ status } = answer),
	});
	const { workflowData } = await inWebhookProcess(async () => await receivePush(node, backend));
	return { status, items: (workflowData?.[0] ?? []).map(({ json }) => json), log };
}

/** The only item of a push that starts one execution. */
export async function itemOf(name: string, pushed: Pushed): Promise<IDataObject> {
	const { status, items } = await pushTo(name, pushed);
	expect([status, items.length]).toEqual([200, 1]);
	return items[0];
}

/** A record as a form, escaped, or as senders write it that do not escape at all. */
export function formOf(record: Record<string, string>, isEscaped = true): string {
	if (isEscaped) return new URLSearchParams(record).toString();
	return Object.entries(record)
		.map(([name, value]) => `${name}=${value}`)
		.join('&');
}
