import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JSONSchema } from 'json-schema-to-typescript';

const root = join(__dirname, '..');

/** The schema of the call record, from which its type is made. */
export const callRecordSchema = JSON.parse(
	readFileSync(join(root, 'docs/call-record.schema.json'), 'utf8'),
) as JSONSchema & { properties: Record<string, JSONSchema>; $defs: Record<string, JSONSchema> };

/** The file that has the type. */
export const callRecordTypeFile = 'nodes/shared/core/record/shape.ts';

const WIDTH = 100;

/**
 * References as names of types, so that one type is not written once more for every member that has a
 * description of its own.
 */
function withNames(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withNames);
	if (typeof value !== 'object' || value === null) return value;
	const { $ref, minItems: _none, ...rest } = value as Record<string, unknown>;
	if (typeof $ref === 'string') return { ...rest, tsType: $ref.split('/').at(-1) };
	return Object.fromEntries(
		Object.entries(rest).map(([name, member]) => [name, withNames(member)]),
	);
}

/** A comment on one line where it fits, else on lines that do. */
const comment = (_all: string, indent: string, body: string) => {
	const words = body
		// What the library adds to every definition tells readers nothing.
		.replace(/This interface was referenced[\s\S]*/, '')
		.split(/[\s*]+/)
		.filter(Boolean);
	const width = WIDTH - 4 * indent.length;
	const one = `/** ${words.join(' ')} */`;
	if (one.length <= width) return `${indent}${one}\n`;
	const lines = words.reduce<string[]>(
		([line, ...before], word) =>
			`${line} ${word}`.length <= width
				? [`${line} ${word}`, ...before]
				: [` * ${word}`, line, ...before],
		[' *'],
	);
	return [
		`${indent}/**`,
		...lines.reverse().map((line) => `${indent}${line}`),
		`${indent} */\n`,
	].join('\n');
};

/** The TypeScript type of the call record, as the schema has it. */
export async function callRecordType(): Promise<string> {
	const { compile } = await import('json-schema-to-typescript');
	const type = await compile(withNames(callRecordSchema) as JSONSchema, 'CallRecord', {
		additionalProperties: false,
		bannerComment: '// Made by `npm run docs` from docs/call-record.schema.json: change it there.',
		unreachableDefinitions: true,
		style: { useTabs: true, singleQuote: true, printWidth: WIDTH },
	});
	return type.replace(/^(\t*)\/\*\*\n([\s\S]*?)\n\s*\*\/\n/gm, comment);
}

if (require.main === module) void callRecordType().then((text) => process.stdout.write(text));
