import type { Operation } from '../../../nodes/shared/action/operation';
import type { FakeHttp } from '../fakes/fakeHttp';

/**
 * `resource: operation`, parameters as n8n gives them (what is missing has the default of its field), and each request
 * in order: `METHOD path?query` and, where it has one, the body as it goes out.
 */
export type SendCase = readonly [of: string, given: Record<string, unknown>, ...sends: string[]];

/** Operations, and the server that their requests go to. */
interface Sender<Client> {
	operations: ReadonlyArray<Operation<Client>>;
	/** A client whose server answers each request of the cases. */
	bench(): { client: Client; http: FakeHttp };
	/** Where the paths of the cases begin, as `https://pbx.example.net/api`. */
	base: string;
	/** A line without what differs every time, such as a signature. */
	plain?(line: string): string;
	/** What operations say that this server has not; undefined where it has all. */
	refusal?: RegExp;
}

/** Cases of a backend, and how their operations are run. */
export interface SendTable {
	cases: readonly SendCase[];
	sentBy(of: string, given: Record<string, unknown>): Promise<string[]>;
	refusal?: RegExp;
}

/** `resource: operation`, as cases name it. */
export const titleOf = ({ resource, name }: { resource: string; name: string }): string =>
	`${resource}: ${name}`;

async function run<Client>(
	{ fields, run: work }: Operation<Client>,
	client: Client,
	given: Record<string, unknown>,
): Promise<void> {
	const defaults = Object.fromEntries(
		fields.map(({ name, type, default: value }) => [name, type === 'resourceLocator' ? '' : value]),
	);
	const parameters: Record<string, unknown> = { ...defaults, ...given };
	await work({
		client,
		itemIndex: 0,
		credentialIds: [],
		timeZone: 'UTC',
		parameter: <T>(name: string, fallback?: T) => (parameters[name] ?? fallback) as T,
		storeFile: async (_body, fileName, mimeType = '') =>
			await Promise.resolve({ data: '', fileName, mimeType }),
		readFile: async (name) => await Promise.reject(new Error(`There is no file ${name} here`)),
	});
}

/** A table whose operations run against the fake HTTP of `sender`. */
export function sendTable<Client>(
	{ operations, bench, base, plain = (line) => line, refusal }: Sender<Client>,
	cases: readonly SendCase[],
): SendTable {
	return {
		cases,
		refusal,
		async sentBy(of, given) {
			const operation = operations.find((one) => titleOf(one) === of);
			if (!operation) throw new Error(`There is no operation ${of}`);
			const { client, http } = bench();
			await run(operation, client, given);
			return http.sent.map(({ method, url, body }) =>
				plain([method, url.replace(base, ''), ...(body ? [String(body)] : [])].join(' ')),
			);
		},
	};
}

/** One test for each case of these tables. */
export function describeSends(tables: readonly SendTable[]): void {
	const rows = tables.flatMap(({ cases, sentBy }) =>
		cases.map(([of, given, ...sends]) => ({ of, given, sends, sentBy })),
	);
	test.each(rows)('$of with $given', async ({ of, given, sends, sentBy }) => {
		expect(await sentBy(of, given)).toEqual(sends);
	});
}
