import type { IWebhookFunctions } from 'n8n-workflow';

import { receiveContact } from '../../nodes/BroadWorks/trigger/contact/webhook';
import { cooCenterPush } from '../../nodes/CooCenter/trigger/pushes';
import { dimensionsPushes } from '../../nodes/Dimensions/trigger/pushes';
import { receiveWebhook } from '../../nodes/RingCentral/trigger/webhook/receive';
import { receivePush, type PushBackend } from '../../nodes/shared/trigger/webhook/pushTrigger';
import { udeskPushes } from '../../nodes/Udesk/trigger/pushes';
import { n8nContext } from '../support/contexts/n8nContext';
import { inWebhookProcess } from '../support/contexts/webhookProcess';
import { contentTypes, hostileBodies } from './hostileBodies';
import { Finding } from './round';

/** ms of processor time for one post; n8n does nothing else meanwhile. */
export const LONGEST_POST = 1_500;

/** Bytes of an address and its query that a web server takes. */
const LONGEST_QUERY = 15_000;

const SECRET = 'a-secret-of-32-random-characters';

interface Post {
	method: 'GET' | 'POST';
	contentType: string;
	body: Buffer;
	/** Whether it brings the secret outside of the body. */
	known: boolean;
}

const panel = {
	pathSecret: SECRET,
	triggerOn: 'callPush',
	authentication: 'oAuth2',
};

/** A webhook's context as n8n gives it. */
function contextOf({ method, contentType, body, known }: Post) {
	let status = 200;
	const headers = {
		...(contentType === '' ? {} : { 'content-type': contentType }),
		...(known ? { 'x-webhook-secret': SECRET } : { authorization: `Bearer ${' '.repeat(1_000)}` }),
	};
	const request = {
		method,
		ip: '127.0.0.1',
		path: '/webhook/x/y',
		originalUrl: method === 'GET' ? `/webhook/x/y?${body.toString('latin1')}` : '/webhook/x/y',
		rawBody: method === 'GET' ? undefined : body,
	};
	const node: IWebhookFunctions = n8nContext({
		parameters: panel,
		credential: {
			secret: SECRET,
			password: SECRET,
			clientSecret: SECRET,
			timeZone: 'Asia/Shanghai',
		},
		mode: 'webhook',
		headers,
		request,
		answered: (answer) => ({ status } = answer),
	});
	return { node, status: () => status };
}

type Receive = (node: IWebhookFunctions) => Promise<unknown>;

const push =
	(backend: PushBackend): Receive =>
	async (node) =>
		await receivePush(node, backend);

export interface Receiver {
	name: string;
	receive: Receive;
	/** Whether there is a secret outside of the body that opens it here. */
	opens: boolean;
	gets: boolean;
}

/** Everything that listens to strangers. */
export const receivers: readonly Receiver[] = [
	{ name: 'Udesk', receive: push(udeskPushes), opens: true, gets: false },
	{ name: 'Dimensions', receive: push(dimensionsPushes), opens: true, gets: true },
	{ name: 'CooCenter', receive: push(cooCenterPush), opens: true, gets: false },
	{ name: 'BroadWorks', receive: receiveContact, opens: false, gets: false },
	{ name: 'RingCentral', receive: receiveWebhook, opens: false, gets: false },
];

async function timed(receiver: Receiver, name: string, post: Post): Promise<number> {
	const { node, status } = contextOf(post);
	const before = process.cpuUsage();
	try {
		await inWebhookProcess(async () => await receiver.receive(node));
	} catch (cause) {
		throw new Finding(`${receiver.name} throws at ${name}`, post.body, { cause });
	}
	const { user, system } = process.cpuUsage(before);
	const took = (user + system) / 1_000;
	const what = `${receiver.name}, ${post.method} ${post.contentType.slice(0, 60)}, ${name}`;
	if (took > LONGEST_POST) {
		throw new Finding(`${what}: ${took.toFixed(0)} ms of processor time`, post.body);
	}
	if (!post.known && status() !== 401) {
		throw new Finding(`${what}: a stranger is answered ${status()}`, post.body);
	}
	return took;
}

/**
 * Posts every hostile body of about `size` bytes under every content type, as a stranger and as somebody who
 * knows the secret. Gives ms of processor time of the slowest; throws a `Finding` for what takes too long, throws,
 * or lets a stranger see more than 401.
 */
export async function timeReceiver(receiver: Receiver, size: number): Promise<number> {
	let slowest = 0;
	for (const { name, make } of hostileBodies) {
		const body = make(size);
		for (const known of receiver.opens ? [false, true] : [false]) {
			for (const contentType of contentTypes) {
				const post: Post = { method: 'POST', contentType, body, known };
				slowest = Math.max(slowest, await timed(receiver, name, post));
			}
			if (!receiver.gets) continue;
			const query = make(LONGEST_QUERY).subarray(0, LONGEST_QUERY);
			const get: Post = { method: 'GET', contentType: '', body: query, known };
			slowest = Math.max(slowest, await timed(receiver, name, get));
		}
	}
	return slowest;
}
