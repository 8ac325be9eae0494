import { cooCenterPush } from '../../../nodes/CooCenter/trigger/pushes';
import { listenForPushes } from '../../../nodes/shared/trigger/webhook/pushTrigger';
import { RecordingLog } from '../../support/fakes/fakePorts';
import { n8nContext } from '../../support/contexts/n8nContext';

const secret = 'a-secret-of-32-random-characters';

/** Starts a trigger with the secret in its panel, in its credential, or nowhere; gives what it logs. */
async function start(pathSecret: string, hasCredential: boolean) {
	const log = new RecordingLog();
	const credentials = { cooCenterWebhookApi: { id: null, name: 'CooCenter Webhook' } };
	const node = n8nContext({
		parameters: { pathSecret, triggerOn: ['hangup'] },
		credential: { secret, timeZone: 'Asia/Shanghai' },
		workflow: { id: `secret ${pathSecret} ${hasCredential}` },
		node: { credentials: hasCredential ? credentials : {} },
		logger: log,
	});
	const trigger = await listenForPushes(node, cooCenterPush);
	await trigger.closeFunction?.();
	return JSON.stringify(log);
}

test('a workflow that was stored with its secret in the panel goes on, and says where it stands', async () => {
	const told = await start(secret, false);
	expect(told).toMatch(/Path Secret.*in every export and execution.*CooCenter Webhook credential/);
	expect(told).not.toContain(secret);
	expect(await start(secret, true)).toBe(told);
});

test('with the secret in the credential there is nothing to say', async () => {
	expect(await start('', true)).not.toContain('Path Secret');
	await expect(start('', false)).rejects.toThrow(/Choose a CooCenter Webhook credential/);
});
