import { connect } from 'node:net';

import { printed, runSimulator } from '../shared/commandLine';
import { RINGCENTRAL_USAGE, startRingCentral } from './cli';

interface Description {
	simulator: string;
	url: string;
	controlUrl: string;
	pageUrl: string;
	token: string;
	accountId: string;
	clientId: string;
	clientSecret: string;
	extensions: { id: string; login: string; jwt?: string; devices: string[] }[];
}

async function json(url: string, init: RequestInit = {}) {
	const response = await fetch(url, init);
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('npm run simulate -- ringcentral', () => {
	test('logs in, takes a call, ends with 0', async () => {
		const args = ['--outside-answers', 'never', '--limit', 'light=7'];
		const { child, output, exit } = runSimulator('ringcentral', ...args);
		const description = await printed<Description>(output);
		expect(description).toMatchObject({
			simulator: 'ringcentral',
			accountId: '809646016',
			clientId: 'demo-client',
			controlUrl: `${description.url}/control`,
			extensions: expect.arrayContaining([
				expect.objectContaining({ login: 'alice', jwt: 'jwt-alice', devices: ['80000000101'] }),
			]),
		});
		const { clientId, clientSecret, url } = description;
		const token = await json(description.token, {
			method: 'POST',
			headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
			body: new URLSearchParams({
				grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
				assertion: 'jwt-alice',
			}),
		});
		expect(token.status).toBe(200);
		const placed = await json(`${description.controlUrl}/calls`, {
			method: 'POST',
			body: JSON.stringify({ from: '+14155550199', to: 'alice' }),
		});
		const id = String(placed.body.telephonySessionId);
		const answer = await fetch(`${url}/restapi/v1.0/account/~/telephony/sessions/${id}`, {
			headers: { Authorization: `Bearer ${String(token.body.access_token)}` },
		});
		expect(answer.status).toBe(200);
		expect(answer.headers.get('x-rate-limit-limit')).toBe('7');
		expect((await fetch(description.pageUrl)).status).toBe(200);
		child.kill('SIGTERM');
		expect(await exit).toBe(0);
		expect(output).toEqual({ out: `${JSON.stringify(description)}\n`, err: '' });
		await expect(
			new Promise((resolve, reject) =>
				connect(Number(new URL(url).port), '127.0.0.1', () => resolve(1)).on('error', reject),
			),
		).rejects.toThrow('ECONNREFUSED');
	});

	test.each([
		[['--colour', 'red']],
		[['--port', 'x']],
		[['--limit', 'huge=3']],
		[['--limit', 'light']],
		[['--ring-time', 'never']],
	])('does not start with %j, and says why', async (args) => {
		await expect(startRingCentral(args)).rejects.toThrow(args[0]);
	});

	test('the help names every option that is taken', async () => {
		const names = [...RINGCENTRAL_USAGE.matchAll(/--([a-z-]+)/g)].map(([, name]) => name);
		expect(names).toHaveLength(new Set(names).size);
		const values: Record<string, string> = { limit: 'heavy=9', host: '127.0.0.1' };
		const switches = ['no-refresh', 'wrap-apns', 'old-paths'];
		const args = names.flatMap((name) =>
			switches.includes(name) ? [`--${name}`] : [`--${name}`, values[name] ?? '0'],
		);
		const { description, close } = await startRingCentral(args);
		expect(description.simulator).toBe('ringcentral');
		await close();
	});
});
