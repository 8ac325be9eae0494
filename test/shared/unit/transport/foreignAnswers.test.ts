import { send as sendXsi } from '../../../../nodes/BroadWorks/client/transport/connection';
import { extensionStates } from '../../../../nodes/CooCenter/client/extensions';
import { apiOf } from '../../../../nodes/Dimensions/client/connection';
import { listDirectories } from '../../../../nodes/Dimensions/client/directories';
import { readSubscription } from '../../../../nodes/RingCentral/client/events/subscription';
import { isPage } from '../../../../nodes/shared/core/errorAnswer';
import { TelephonyError, type ErrorKind } from '../../../../nodes/shared/core/errors';
import { isRefusal, hasReason } from '../../../../nodes/shared/core/words';
import { listCalloutNumbers } from '../../../../nodes/Udesk/client/calls';
import { bench } from '../../../cooCenter/unit/support/support';
import { restBench } from '../../../ringCentral/unit/support/restSupport';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp, type Answer } from '../../../support/fakes/fakeHttp';
import { FakeRandom } from '../../../support/fakes/fakePorts';
import { errorInfo, fakeConnection } from '../../../broadWorks/unit/support/xsi';
import { server } from '../../../udesk/unit/support/fakeUdesk';

interface Backend {
	/** A read of an idle client, against a server that gives this answer only. */
	read(answer: Answer): Promise<unknown>;
	/** The vendor's own form of an error. */
	own: string;
	/** The vendor's own form of an error, cut off. */
	cut: string;
}

const json = JSON.stringify({ status: 'error', message: 'No such thing', errorCode: 'CMN-102' });

/** Runs on the fake clock until the reading has come to its end. */
async function ended<T>(clock: FakeClock, reading: Promise<T>): Promise<T> {
	reading.catch(() => {});
	await clock.advance(600_000);
	return await reading;
}

const backends: Record<string, Backend> = {
	BroadWorks: {
		async read(answer) {
			const connection = fakeConnection();
			connection.http.on('GET', /./, answer);
			const request = { method: 'GET', path: '/x' } as const;
			return await ended(connection.clock, sendXsi(connection, request));
		},
		own: errorInfo('No such thing', '7'),
		cut: '<?xml version="1.0"?><ErrorInfo><summaryEnglish>No su',
	},
	RingCentral: {
		async read(answer) {
			const { connection, http, clock } = restBench();
			http.on('GET', /./, answer);
			const subscription = await ended(clock, readSubscription(connection, 's1'));
			if (subscription === undefined) throw new TelephonyError('notFound', 'gone', { status: 404 });
			return subscription;
		},
		own: json,
		cut: '{"errorCode":"CMN-102","mess',
	},
	CooCenter: {
		async read(answer) {
			const { connection, http, clock } = bench({ webKey: '' });
			http.on('GET', /./, answer);
			return await ended(clock, extensionStates(connection, 'once'));
		},
		own: json,
		cut: '{"status":"error","mess',
	},
	Udesk: {
		async read(answer) {
			const { connection, http, clock } = server();
			http.on('GET', /./, answer);
			return await ended(clock, listCalloutNumbers(connection));
		},
		own: json,
		cut: '{"message":"No su',
	},
	Dimensions: {
		async read(answer) {
			const clock = new FakeClock();
			const http = new FakeHttp(clock).on('GET', /./, answer);
			const connection = { url: apiOf('uk'), http, clock, random: new FakeRandom() };
			return await ended(clock, listDirectories(connection));
		},
		own: json,
		cut: '{"status":"error","mess',
	},
};

async function failureOf(reading: Promise<unknown>): Promise<TelephonyError> {
	const error: unknown = await reading.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(TelephonyError);
	return error as TelephonyError;
}

/** What stands before a server answers with: a proxy, a firewall, an ingress without the service behind it. */
const PAGES: Record<string, string> = {
	'a web page': '<!DOCTYPE html><html><body><h1>Not here</h1></body></html>',
	'a part of one': '<h1>Not here</h1>',
	'plain text': 'default backend - 404',
	'an error of its own': '<error><code>403</code></error>',
	'a list': '[]',
	'broken XML': '<a><b>',
};

const STATUSES: ReadonlyArray<[number, ErrorKind]> = [
	[400, 'badRequest'],
	[403, 'forbidden'],
	[404, 'notFound'],
	[409, 'conflict'],
];

describe.each(Object.entries(backends))('%s', (name, { read, own, cut }) => {
	/** CooCenter says with both that it does not take the key. */
	const meant = (status: number, kind: ErrorKind) =>
		name === 'CooCenter' && status === 403 ? 'unauthorized' : kind;

	describe.each(STATUSES)('%i', (status, kind) => {
		test.each(Object.entries(PAGES))(
			'with %s is not a refusal of the server',
			async (_what, body) => {
				const error = await failureOf(read({ status, body }));
				expect(error).toMatchObject({
					kind: 'unavailable',
					status,
					vendorText: undefined,
					vendorCode: undefined,
				});
				expect([isRefusal(error), hasReason(error)]).toEqual([false, false]);
				expect(error.message).toMatch(
					new RegExp(`not answered itself: HTTP status ${status} came with .*wrong address`),
				);
				expect(error.message).not.toContain('Not here');
			},
		);

		test('with nothing is what the status says', async () => {
			const error = await failureOf(read({ status, body: '' }));
			expect(error).toMatchObject({ kind: meant(status, kind), status, vendorText: undefined });
			expect(isRefusal(error)).toBe(true);
		});

		test("with the vendor's own error is a refusal", async () => {
			const error = await failureOf(read({ status, body: own }));
			expect(error).toMatchObject({ kind: meant(status, kind), status });
		});

		test("with the beginning of the vendor's own error is one without words", async () => {
			const error = await failureOf(read({ status, body: cut }));
			expect(error).toMatchObject({ kind: meant(status, kind), vendorText: undefined });
		});
	});

	test.each([
		[401, 'unauthorized'],
		[429, 'rateLimited'],
		[502, 'unavailable'],
	])('%i means the same whoever gives it', async (status, kind) => {
		for (const body of [...Object.values(PAGES), '', own]) {
			const headers = { 'retry-after': '0' };
			const error = await failureOf(read({ status, body, headers }));
			expect(error).toMatchObject({ kind, status });
			if (body !== own) expect(error.vendorText).toBeUndefined();
		}
	});

	test.each([407, 408, 425])('%i is no refusal, with nothing or with a page', async (status) => {
		for (const body of ['', PAGES['a web page']]) {
			const error = await failureOf(read({ status, body }));
			expect(error).toMatchObject({ kind: 'unavailable', status });
			expect(isRefusal(error)).toBe(false);
			expect(isPage(error)).toBe(false);
		}
		const { message } = await failureOf(read({ status: 407, body: '' }));
		expect(message).toMatch(/^A proxy on the way to .* wants a login of its own/);
	});

	test('423 is a state that does not allow it now', async () => {
		expect(await failureOf(read({ status: 423, body: own }))).toMatchObject({ kind: 'conflict' });
	});

	test('a page is not asked for again: it lasts longer than somebody waits', async () => {
		let asked = 0;
		const page = () => {
			asked++;
			return { status: 404, body: PAGES['a web page'] };
		};
		await failureOf(read(page as never));
		expect(asked).toBe(1);
	});
});
