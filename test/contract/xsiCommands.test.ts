import type { ResourceMapperField } from 'n8n-workflow';

import { TEXT } from '../../nodes/BroadWorks/client/commands/body';
import {
	carriesBody,
	variablesOf,
	XSI_COMMANDS,
	type XsiCommand,
	type XsiMethod,
} from '../../nodes/BroadWorks/client/commands/commands';
import { schemaType, typeOfRoot } from '../../nodes/BroadWorks/client/documents/schema';
import { rawRequestOperation } from '../../nodes/BroadWorks/operations/rawRequest/operations';
import { valuesOfCommand } from '../../nodes/BroadWorks/operations/rawRequest/values';
import { TelephonyError } from '../../nodes/shared/core/errors';
import { parseXml } from '../../nodes/shared/core/parsing/xml';
import { ACTIONS, fakeConnection } from '../broadWorks/unit/support/xsi';

const ALICE = 'alice@example.net';

const pairs = XSI_COMMANDS.flatMap((command) =>
	command.methods.map((method) => ({ command, method })),
);

/** What a person would fill in: a name of its own for each variable and parameter, a fitting text for an element. */
function filled({ id, type, options }: ResourceMapperField): string | undefined {
	if (!id.startsWith('body_')) return `${id} ü+1`;
	if (type === 'object' || type === 'array') return undefined;
	return String(options?.[0]?.value ?? '1');
}

function runWith(
	{ path }: Pick<XsiCommand, 'path'>,
	method: XsiMethod | 'automatic',
	value: Record<string, unknown>,
) {
	const connection = fakeConnection();
	for (const one of ['GET', 'POST', 'PUT', 'DELETE'] as const) connection.http.on(one, /./, {});
	const parameters: Record<string, unknown> = { path, method, commandValues: { value } };
	const work = rawRequestOperation.run({
		client: { connection, ownUserId: ALICE },
		parameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
	} as never) as Promise<unknown>;
	return { work, http: connection.http };
}

const encoded = (text: string) => encodeURIComponent(text).replace(/%2B/g, '+');

/** The line that the filled fields must lead to. */
function lineOf({ path }: XsiCommand, method: XsiMethod, fields: ResourceMapperField[]): string {
	const whole = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
		name === 'userId' ? ALICE : encoded(`path_${name} ü+1`),
	);
	const query = fields
		.filter(({ id }) => id.startsWith('query_'))
		.map(({ id }) => `${id.replace('query_', '')}=${encodeURIComponent(`${id} ü+1`)}`);
	return [`${method} ${ACTIONS}${whole}`, ...(query.length > 0 ? [query.join('&')] : [])].join('?');
}

it('are all that the interface has', () => {
	expect([XSI_COMMANDS.length, pairs.length]).toEqual([300, 446]);
});

it.each(pairs)(
	'$method $command.path goes out as it was filled in',
	async ({ command, method }) => {
		const fields = valuesOfCommand(command.path, method);
		const { work, http } = runWith(
			command,
			method,
			Object.fromEntries(fields.map((field) => [field.id, filled(field)])),
		);
		await work;
		expect(http.lines()).toEqual([lineOf(command, method, fields)]);
		const [{ body }] = http.sent;
		const elements = fields.filter(({ id }) => id.startsWith('body_'));
		const given = elements
			.filter((field) => filled(field) !== undefined)
			.map(({ id }) => id.slice(5));
		if (!carriesBody(method)) expect([body, elements]).toEqual([undefined, []]);
		else if (given.length === 0) expect(body).toBe('');
		else {
			const { name, children, text, attributes } = parseXml(String(body));
			const written = [...Object.keys(attributes), ...children.map((one) => one.name)];
			expect(name).toBe(command.body);
			expect(written.length > 0 ? written.sort() : [text]).toEqual(
				given[0] === TEXT ? [filled(elements[0])] : [...given].sort(),
			);
		}
	},
);

it.each(XSI_COMMANDS.filter(({ path }) => variablesOf(path).length > 0))(
	'$path names each variable that is missing, before anything is sent',
	async (command) => {
		for (const name of variablesOf(command.path)) {
			const value = Object.fromEntries(
				variablesOf(command.path)
					.filter((one) => one !== name)
					.map((one) => [`path_${one}`, '1']),
			);
			const { work, http } = runWith(command, 'automatic', value);
			const error = await work.catch((thrown: unknown) => thrown);
			expect(error).toBeInstanceOf(TelephonyError);
			expect((error as TelephonyError).message).toContain(`{${name}}`);
			expect(http.sent).toEqual([]);
		}
	},
);

it('show every variable, every parameter and every element of the body, the mandatory ones marked', () => {
	const wrong = pairs.filter(({ command, method }) => {
		const fields = valuesOfCommand(command.path, method);
		const shown = (kind: string) =>
			fields.filter(({ id }) => id.startsWith(kind)).map(({ id }) => id.slice(kind.length));
		const elements =
			carriesBody(method) && command.body !== undefined
				? schemaType(typeOfRoot(command.body) ?? '').fields.map(({ name }) => name)
				: [];
		const isText = command.body !== undefined && elements.length === 0;
		const queries = command.query.map((name) => name.replace('!', ''));
		return (
			shown('path_').join() !== variablesOf(command.path).join() ||
			shown('query_').sort().join() !== queries.sort().join() ||
			(!isText && shown('body_').join() !== elements.join())
		);
	});
	expect(wrong).toEqual([]);
	const ofDial = valuesOfCommand('/v2.0/user/{userId}/calls/new', 'POST');
	expect(ofDial.filter(({ required }) => required).map(({ id }) => id)).toEqual(['query_address']);
});

it('have a document of the schema wherever one is sent, or none', () => {
	const unknown = XSI_COMMANDS.filter(({ body }) => body !== undefined && !typeOfRoot(body));
	expect(unknown).toEqual([]);
	expect(XSI_COMMANDS.filter(({ body }) => body !== undefined).length).toBeGreaterThan(100);
});
