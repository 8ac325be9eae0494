import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { commands, USAGE } from './commands';
import { printed, runSimulator as run } from './shared/commandLine';
import { startXsi } from './broadWorks/cli';
import { TestClient, until } from './broadWorks/testClient';

interface Description {
	simulator: string;
	url: string;
	controlUrl: string;
	pageUrl: string;
	actions: string;
	events: string;
	users: string[];
	password: string;
	certificate?: string;
}

const isGone = async (url: string) =>
	await expect(
		new Promise((resolve, reject) =>
			connect(Number(new URL(url).port), '127.0.0.1', () => resolve(1)).on('error', reject),
		),
	).rejects.toThrow('ECONNREFUSED');

describe('npm run simulate', () => {
	test('one line of JSON, works, ends with 0 on SIGINT', async () => {
		const { child, output, exit } = run('xsi', '--port', '0', '--tls');
		const description = await printed<Description>(output);
		const { url, certificate = '' } = description;
		const client = new TestClient({ url });
		const channel = await client.channel('set');
		expect((await client.actions('GET', '/user/alice@example.net/profile')).status).toBe(200);
		expect(existsSync(certificate)).toBe(true);
		child.kill('SIGINT');
		expect(await exit).toBe(0);
		expect(output).toEqual({ out: `${JSON.stringify(description)}\n`, err: '' });
		await until(() => channel.ended, 'the end of the stream');
		await isGone(url);
		expect(existsSync(certificate)).toBe(false);
	});

	test('the same without TLS, and what is told of it', async () => {
		const running = await startXsi(['--port', '0']);
		const description = running.description as unknown as Description;
		const { url } = description;
		expect(description).toMatchObject({ simulator: 'xsi', password: 'secret' });
		expect(description.certificate).toBeUndefined();
		expect(description.users).toEqual(
			expect.arrayContaining(['alice@example.net', 'admin@example.net', 'queue@example.net']),
		);
		expect(description.actions).toBe(`${url}/com.broadsoft.xsi-actions`);
		expect(description.events).toBe(`${url}/com.broadsoft.xsi-events`);
		expect(description.controlUrl).toBe(`${url}/control`);
		const client = new TestClient({ url });
		const channel = await client.channel('set');
		expect((await client.actions('GET', '/user/alice@example.net/profile')).status).toBe(200);
		await running.close();
		await until(() => channel.ended, 'the end of the stream');
		await isGone(url);
	});

	test('the CooCenter simulator answers with the key it prints, ends with 0 on SIGTERM', async () => {
		const { child, output, exit } = run('coocenter', '--webkey', 'k', '--time-zone', 'UTC');
		const { api, webKey } = await printed<{ api: string; webKey: string }>(output);
		expect(webKey).toBe('k');
		const day = new Date().toISOString().slice(0, 10);
		const key = createHash('md5').update(`k${day}`).digest('hex');
		const answer = await fetch(`${api}/blacklist/index`, { headers: { Authorization: key } });
		expect(await answer.json()).toEqual({ status: 'success', data: ['123456'] });
		child.kill('SIGTERM');
		expect(await exit).toBe(0);
	});

	test('what cannot start ends with 1 or 2, and says why on stderr', async () => {
		const [unknown, refused] = [run('nothing'), run('xsi', '--colour', 'red')];
		expect(await Promise.all([unknown.exit, refused.exit])).toEqual([2, 1]);
		expect(unknown.output).toEqual({ out: '', err: USAGE });
		expect(refused.output).toEqual({ out: '', err: '--colour is not known\n' });
	});

	test.each([
		['xsi', '--colour', 'red', '--colour is not known'],
		['xsi', '--port', 'x', '--port must be a number'],
		['xsi', '--port', undefined, '--port needs a value'],
		['coocenter', '--generation', '3', '--generation must be 1 or 2'],
		['coocenter', '--push-form', 'xml', '"xml" is not a form of pushes'],
	])('%s does not start with %s %s, and says why', async (simulator, name, value, why) => {
		const args = value === undefined ? [name] : [name, value];
		await expect(commands[simulator]?.(args)).rejects.toThrow(why);
	});
});
