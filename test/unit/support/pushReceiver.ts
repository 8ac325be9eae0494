import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { cooCenterPush } from '../../../nodes/CooCenter/trigger/pushes';
import { dimensionsPushes } from '../../../nodes/Dimensions/trigger/pushes';
import { receivePush, type PushBackend } from '../../../nodes/shared/trigger/webhook/pushTrigger';
import { udeskPushes } from '../../../nodes/Udesk/trigger/pushes';
import { RecordingLog } from './fakePorts';

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
	/** Of the workflow: pushes to one are told from repetitions. Default: a test run, which takes all. */
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
	const values: IDataObject = { ...panel, ...more };
	const log = new RecordingLog();
	let status = 200;
	const response = {
		status: (given: number) => {
			status = given;
			return { end() {} };
		},
	};
	const node = {
		getWorkflow: () => ({ id: workflow ?? 'w', name: 'Calls', active: true }),
		getNode: () => ({ id: 'node', name: `${name} Trigger` }),
		getCredentials: async () => await Promise.resolve({ secret, timeZone: 'Asia/Shanghai' }),
		getNodeParameter: (parameter: string, fallback: unknown) => values[parameter] ?? fallback,
		getMode: () => (workflow === undefined ? 'manual' : 'webhook'),
		getWorkflowStaticData: () => ({}),
		getQueryData: () => (isStranger ? {} : { token: secret }),
		getParamsData: () => ({}),
		getRequestObject: () => ({
			method: 'POST',
			path: '/webhook/x',
			headers: { 'content-type': contentType },
			rawBody: bytesOf(body),
		}),
		getResponseObject: () => response,
		logger: log,
	};
	const { workflowData } = await receivePush(node as unknown as IWebhookFunctions, backend);
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
