import type { Control } from '../../../../nodes/BroadWorks/client/controls/control';
import { XSI_COMMANDS } from '../../../../nodes/BroadWorks/client/commands/commands';
import { operations } from '../../../../nodes/BroadWorks/operations';
import { validate } from '../../../simulators/broadWorks/xml/schema';
import { parseXml } from '../../../simulators/broadWorks/xml/xml';
import type { Answer } from '../../../support/fakes/fakeHttp';
import { fakeConnection } from './xsi';

export const ALICE = 'alice@example.net';

export interface ControlCase {
	/** `resource: operation`. */
	of: string;
	given?: Record<string, unknown>;
	/** What is sent, as `METHOD path?query`. */
	line: string;
	/** The document that is sent, without its declaration. */
	body?: string;
	answer?: Answer;
	/** What the operation gives. */
	gives: unknown;
}

const operationOf = (of: string) => {
	const [resource, name] = of.split(': ');
	return operations.find((one) => one.resource === resource && one.name === name)!;
};

/** Runs an operation with these parameters; fields that are not given have their defaults. */
export function runControl(of: string, given: Record<string, unknown> = {}, answer: Answer = {}) {
	const connection = fakeConnection();
	for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
		connection.http.on(method, /./, answer);
	}
	const { fields, run } = operationOf(of);
	const usual = Object.fromEntries(
		fields.map(({ name, type, default: value }) => [name, type === 'resourceLocator' ? '' : value]),
	);
	const parameters: Record<string, unknown> = { ...usual, ...given };
	const work = run({
		client: { connection, ownUserId: ALICE },
		parameter: (name: string, fallback?: unknown) => {
			// As n8n does with a field that is hidden.
			if (name === 'limit' && parameters.returnAll) throw new Error('Could not find property');
			return parameters[name] ?? fallback;
		},
	} as never);
	return { work, http: connection.http };
}

const plain = (path: string) =>
	path
		.replace('{scheduleType}', 'Time')
		.toLowerCase()
		.replace(/\{\w+\??\}/g, '{}');

/** Looks at every row of tables of commands by resource: on the wire, in the catalogue, as an operation. */
export function describeControls(
	tables: Readonly<Record<string, Readonly<Record<string, Control>>>>,
	cases: readonly ControlCase[],
): void {
	const rows = Object.entries(tables).flatMap(([resource, controls]) =>
		Object.entries(controls).map(([name, control]) => ({ of: `${resource}: ${name}`, control })),
	);

	it.each(cases.map((one) => [`${one.of}, ${one.line}`, one] as const))(
		'%s',
		async (_name, { of, given, line, body, answer, gives }) => {
			const { work, http } = runControl(of, given, answer);
			expect(await work).toEqual(gives);
			expect(http.lines()).toEqual([line]);
			const [sent] = http.sent;
			if (body !== undefined) {
				expect(sent.body).toBe(`<?xml version="1.0" encoding="UTF-8"?>${body}`);
				expect(validate(parseXml(body))).toEqual([]);
			} else expect(sent.body).toBe(/^P/.test(line) ? '' : undefined);
		},
	);

	it('every row is an operation, has a case here, and reads or changes as its method says', () => {
		const tried = cases.map(({ of }) => of);
		for (const { of, control } of rows) {
			const kind = control.method === 'GET' ? 'read' : 'change';
			expect([of, operationOf(of)?.kind]).toEqual([of, kind]);
		}
		expect(rows.map(({ of }) => of).filter((of) => !tried.includes(of))).toEqual([]);
	});

	it('every row is a command of the catalogue, with its method and query', () => {
		const unknown = rows.filter(({ control: { method, path, query = {} } }) => {
			const command = XSI_COMMANDS.find((one) => plain(one.path) === `/v2.0/${plain(path)}`);
			const names = command?.query.map((name) => name.replace('!', '')) ?? [];
			return (
				!command?.methods.includes(method) ||
				Object.keys(query).some((name) => !names.includes(name))
			);
		});
		expect(unknown.map(({ of }) => of)).toEqual([]);
	});

	it('every field says what it is for', () => {
		const silent = operations
			.filter(({ resource, name }) => name in (tables[resource] ?? {}))
			.flatMap(({ resource, name, fields }) =>
				fields
					.flatMap((field) => [field, ...((field.options ?? []) as (typeof field)[])])
					.filter((field) => 'type' in field && field.type !== 'collection' && !field.description)
					.map((field) => `${resource}: ${name}: ${field.name}`),
			);
		expect(silent).toEqual([]);
	});
}
