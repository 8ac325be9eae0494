import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { operations } from '../../../nodes/CooCenter/operations';
import { GivenItems } from '../../contract/sources/samples';
import type { CooCenterSimulatorOptions } from '../../simulators/cooCenter';
import { clickToDial } from '../../simulators/cooCenter/calls';
import { tone } from '../../simulators/cooCenter/audio';
import { systemClock } from '../../simulators/shared/clock';
import { cooCenterAction, names, startPbx, type Pbx } from './support/cooCenter';
import { actionCases, call, paused } from './support/cooCenterActions';
import { dispatchCases } from './support/dispatchActions';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId } from '../../support/n8n/workflows';

describe('CooCenter actions', () => {
	const gave = new GivenItems();
	let api: N8nApi;
	let systems: Record<1 | 2, Pbx>;

	beforeAll(async () => {
		api = await sharedN8n();
		systems = {
			1: await startPbx(api, { autoPickUp: null }),
			2: await startPbx(api, { generation: 2, autoPickUp: null }),
		};
	});
	afterAll(async () => {
		await systems[1].remove();
		await systems[2].remove();
	});
	beforeEach(() => {
		systems[1].world.reset();
		systems[2].world.reset();
	});

	const run = async (
		pbx: Pbx,
		parameters: JsonObject,
		options?: Parameters<typeof cooCenterAction>[2],
	) => {
		const definition = cooCenterAction(pbx.credential, parameters, options);
		const execution = await api.runOnce(
			definition,
			names.start,
			options?.readsFile ? names.file : names.action,
		);
		gave.add(parameters, execution.output[names.action]);
		return execution;
	};

	test.each([...actionCases, ...dispatchCases])(
		'$name',
		async ({ generation = 1, given, parameters, then }) => {
			const pbx = systems[generation];
			given?.(pbx);
			const { status, error, output } = await run(pbx, parameters);
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
			then(pbx, output[names.action]);
		},
	);

	test('works on many items in their order', async () => {
		const numbers = ['1', '2', '3'].map((number) => ({ number }));
		const { output } = await run(
			systems[1],
			{ resource: 'blacklist', operation: 'add', number: '={{ $json.number }}' },
			{ items: numbers },
		);
		expect(output[names.action]).toEqual(numbers.map((item) => expect.objectContaining(item)));
		expect([...systems[1].world.state.blacklist]).toEqual(['123456', '1', '2', '3']);
	});

	describe('recording', () => {
		const parameters = (filePath: string, wait = 0): JsonObject => ({
			resource: 'recording',
			operation: 'download',
			filePath,
			wait,
		});
		const keep = ({ world }: Pbx, path: string, from = 0) =>
			world.state.recordings.set(path, { audio: tone(2), from });

		test.each([
			[1, '20181105/1541415929.807.wav', '20181105/1541415929.807.wav'],
			[2, 'asterisk/monitor/recording/1.wav', 'recording/1.wav'],
		] as const)('generation %d gives the whole file', async (generation, path, kept) => {
			const pbx = systems[generation];
			keep(pbx, kept);
			const { status, error, output } = await run(pbx, parameters(path), { readsFile: true });
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
			expect(output[names.action]).toEqual([
				{
					filePath: path,
					fileName: path.split('/').at(-1),
					mimeType: 'audio/x-wav',
					size: tone(2).length,
				},
			]);
			const file = Buffer.from(String(output[names.file][0].data), 'base64');
			expect(file.equals(tone(2))).toBe(true);
		});

		test('is waited for', async () => {
			const pbx = systems[1];
			keep(pbx, 'late.wav', Date.now() + 1_000);
			const { status } = await run(pbx, parameters('late.wav', 5));
			expect(status).toBe('success');
		});

		test.each(['cutRecording', 'cutChunkedRecording'] as const)(
			'%s is an error and never a short file',
			async (kind) => {
				const pbx = systems[1];
				keep(pbx, 'cut.wav');
				pbx.world.faults.add({ kind });
				const { status, error, output } = await run(pbx, parameters('cut.wav'));
				expect(status).toBe('error');
				expect(error).toMatch(/cut off|cannot be reached|closed the connection/i);
				expect(output[names.action] ?? []).toEqual([]);
			},
		);

		test.each([
			['../../etc/passwd', /below the folder/],
			["={{ ' ' }}", /"File Path" is empty/],
			['none.wav', /no such recording/],
		])('"%s" is an error', async (path, message) => {
			const { status, error } = await run(systems[1], parameters(path));
			expect(status).toBe('error');
			expect(error).toMatch(message);
		});
	});

	test.each([
		['a 200 that says fail', call('end', { extension: byId('801') }), /extension 801 has no call/],
		[
			'an agent who is not there',
			{ resource: 'agent', operation: 'pause', queue: byId('630'), member: byId('809') },
			/Interface not found/,
		],
		[
			'what only generation 2 has',
			call('whisper', { src: byId(''), dst: byId('2') }),
			/Whisper exists in API generation 2 only/,
		],
		[
			'a conference of generation 2',
			{ resource: 'conference', operation: 'lock', conference: byId('1') },
			/Conference control exists in API generation 2 only/,
		],
		[
			'an empty parameter',
			call('transfer', { src: byId("={{ ' ' }}"), dst: '1' }),
			/"Extension" is empty/,
		],
		[
			'fields that are no JSON',
			{ resource: 'rawRequest', operation: 'send', path: 'x', fields: '[1]' },
			/JSON object/,
		],
	])('%s is told to the user', async (_name, parameters, message) => {
		const { status, error } = await run(systems[1], parameters as JsonObject);
		expect(status).toBe('error');
		expect(error).toMatch(message);
		expect(error).not.toContain(systems[1].world.settings.webKey);
	});

	test('a token that has run out is renewed, also after a restart of the PBX', async () => {
		const pbx = systems[2];
		expect((await run(pbx, call('getMany'))).status).toBe('success');
		pbx.handler.tokens.clear();
		pbx.world.restart();
		clickToDial(pbx.world, '802', '803');
		const { status, output } = await run(pbx, call('getMany'));
		expect(status).toBe('success');
		expect(output[names.action]).toHaveLength(1);
		pbx.world.state.recordings.set('late.wav', { audio: tone(1), from: 0 });
		pbx.handler.tokens.clear();
		const download = { resource: 'recording', operation: 'download', filePath: 'late.wav' };
		expect(await run(pbx, download)).toMatchObject({ status: 'success' });
	});

	const withPbx = async (options: CooCenterSimulatorOptions, work: (pbx: Pbx) => Promise<void>) => {
		const pbx = await startPbx(api, options);
		try {
			await work(pbx);
		} finally {
			await pbx.remove();
		}
	};

	test.each(['Asia/Shanghai', 'America/New_York', 'Pacific/Auckland'])(
		'the key has the date of a PBX in %s',
		async (timeZone) => {
			await withPbx({ timeZone }, async (pbx) => {
				expect((await run(pbx, call('getMany'))).status).toBe('success');
				expect(pbx.handler.requests.since(0)).toHaveLength(1);
			});
		},
	);

	test.each([401, 403] as const)(
		'a PBX whose clock is beyond midnight already, or not yet, and says %d',
		async (refusal) => {
			const { timeZone, skew } = aroundMidnight(Date.now());
			const clock = { ...systemClock, now: () => Date.now() + skew };
			await withPbx({ timeZone, clock, refusal }, async (pbx) => {
				expect((await run(pbx, call('create', { src: byId('801'), dst: '9' }))).status).toBe(
					'success',
				);
				expect(pbx.handler.requests.since(0).map(({ status }) => status)).toEqual([refusal, 200]);
				expect(pbx.world.state.calls.size).toBe(1);
			});
		},
	);

	test.each([200, 404, 500] as const)(
		'a click-to-dial that is answered with nothing, and refused with %d',
		async (failure) => {
			await withPbx({ dialAnswer: 'empty', failure, autoPickUp: null }, async (pbx) => {
				const dial = call('create', { src: byId('801'), dst: '9' });
				const { status, output } = await run(pbx, dial);
				expect(status).toBe('success');
				expect(output[names.action]).toEqual([{ success: true, src: '801', dst: '9' }]);
				const again = await run(pbx, dial);
				expect(again.status).toBe('error');
				expect(again.error).toMatch(/extension 801 is busy/);
				expect(pbx.handler.requests.since(0)).toHaveLength(2);
			});
		},
	);

	test('a self-signed certificate is taken only when that is allowed', async () => {
		for (const [allowUnauthorizedCerts, expected] of [
			[true, 'success'],
			[false, 'error'],
		] as const) {
			const pbx = await startPbx(api, { tls: true }, { allowUnauthorizedCerts });
			try {
				const { status, error } = await run(pbx, call('getMany'));
				expect(status).toBe(expected);
				if (!allowUnauthorizedCerts) expect(error).toMatch(/self-signed/);
			} finally {
				await pbx.remove();
			}
		}
	});

	test.each(['curl', 'table'] as const)(
		'the methods of the %s, where the vendor names two',
		async (methods) => {
			await withPbx({ methods }, async (pbx) => {
				const pause = { resource: 'agent', operation: 'pause', queue: byId('630') };
				expect((await run(pbx, call('getMany'))).status).toBe('success');
				expect((await run(pbx, { resource: 'queue', operation: 'getMany' })).status).toBe(
					'success',
				);
				expect((await run(pbx, { ...pause, member: byId('801') })).status).toBe('success');
				expect(paused(pbx, '630', 'sip/801')).toBe(true);
			});
		},
	);

	test('every operation has been run, and gave what its sample says', () => {
		expect(gave.missing('CooCenter', operations)).toEqual([]);
	});
});

/** A zone in which midnight is less than 30 minutes away, and a clock that is on its other side. */
function aroundMidnight(now: number): { timeZone: string; skew: number } {
	const HALF_HOUR = 30 * 60_000;
	const DAY = 48 * HALF_HOUR;
	const slack = 5 * 60_000;
	for (let hours = -11; hours <= 12; hours++) {
		const since = (((now + hours * 2 * HALF_HOUR) % DAY) + DAY) % DAY;
		// The names have the sign the wrong way round.
		const timeZone = `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
		if (since < HALF_HOUR - 60_000) return { timeZone, skew: -since - slack };
		if (DAY - since < HALF_HOUR) return { timeZone, skew: DAY - since + slack };
	}
	throw new Error('Every time is near midnight somewhere');
}
