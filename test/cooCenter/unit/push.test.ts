import type { IDataObject } from 'n8n-workflow';

import { cooCenterPush } from '../../../nodes/CooCenter/trigger/pushes';
import { receivePush } from '../../../nodes/shared/trigger/webhook/pushTrigger';
import { n8nContext } from '../../support/contexts/n8nContext';
import { fixtureText } from './support/support';

const secret = 'a-secret-of-32-random-characters';

/** A push to a test run of the trigger: its status, 200 for one that was taken, and its items. */
async function receive(path: string, body: string, parameters: IDataObject = {}) {
	let status = 200;
	const node = n8nContext({
		parameters: { pathSecret: secret, triggerOn: ['hangup', 'unknown'], ...parameters },
		credential: { timeZone: 'Asia/Shanghai' },
		mode: 'manual',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		request: { path, rawBody: Buffer.from(body) },
		answered: (answer) => ({ status } = answer),
	});
	const { workflowData } = await receivePush(node, cooCenterPush);
	return { status, items: (workflowData?.[0] ?? []).map(({ json }) => json) };
}

const hangup = fixtureText('push.hangup.json');
const item = expect.objectContaining({ event: 'hangup', calleridnum: '808' }) as unknown;

test.each([
	['', 200],
	// n8n finds the webhook of such an address too.
	['/', 200],
	['//', 401],
	['x', 401],
])('the secret with "%s" behind it: %d', async (behind, status) => {
	const { items, ...answer } = await receive(`/webhook/id/${secret}${behind}`, hangup);
	expect(answer.status).toBe(status);
	expect(items).toEqual(status === 200 ? [item] : []);
});

test.each(['data', 'event', 'push', 'content'])('a form with the event in "%s"', async (name) => {
	const form = new URLSearchParams({ [name]: hangup }).toString();
	expect(await receive(`/webhook/id/${secret}`, form)).toEqual({ status: 200, items: [item] });
});

test('a time zone that is none is an error before the first event', () => {
	const node = n8nContext({ parameters: { triggerOn: ['hangup'] } });
	const reader = (timeZone: string) => () => cooCenterPush.reader(node, { timeZone });
	expect(reader('Europe/Berlin')).not.toThrow();
	expect(reader('Asia/Nowhere')).toThrow(/"Asia\/Nowhere" is not a time zone/);
});
