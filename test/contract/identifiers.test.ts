import type { INodeProperties } from 'n8n-workflow';

import { backendOf } from '../../scripts/backends';
import { backends } from './sources/backends';

/** Where else an ID is from than from an operation of the node. */
const ELSEWHERE =
	/\b(event|push|of your own|your CRM|extension or number|operator tells|administrator|output of)\b/i;

/** Filters that compare text, and what is no ID of one thing. */
const NO_ID = ['BroadWorks: groupId', 'BroadWorks: impId', 'BroadWorks: userId'];

interface Field {
	field: INodeProperties;
	where: string;
}

/** A field and those inside it. */
function within(field: INodeProperties, where: string): Field[] {
	const inside = (field.options ?? []).flatMap((option) => {
		if ('type' in option) return [option];
		return 'values' in option ? option.values : [];
	});
	return [{ field, where }, ...inside.flatMap((one) => within(one, `${where}, ${field.name}`))];
}

const takesId = ({ type, name, displayName }: INodeProperties): boolean =>
	type === 'resourceLocator' ||
	(type === 'string' && (/I[dD]s?$/.test(name) || /\bIDs?\b/.test(displayName)));

/** What stands in the empty field where it is entered by hand. */
const example = ({ placeholder, modes }: INodeProperties): string =>
	modes?.find(({ type }) => type === 'string')?.placeholder ?? placeholder ?? '';

// A person reads it in the panel, and so does a model that builds a workflow or is told what to fill in.
it.each(backends)('%s says of every ID what it looks like and where one is from', (backend) => {
	const { operations } = backendOf(backend);
	const labels = operations.map(({ label }) => label);
	const fields = operations
		.flatMap(({ resource, name, fields: own }) =>
			own.flatMap((field) => within(field, `${resource}: ${name}`)),
		)
		.filter(({ field }) => takesId(field) && field.name !== 'path');
	const compared = (field: INodeProperties) =>
		NO_ID.includes(`${backend}: ${field.name}`) && /in any case/.test(field.description ?? '');
	const wrong = fields.flatMap(({ field, where }) => {
		const { displayName, description = '' } = field;
		if (compared(field)) return [];
		const isFrom =
			labels.some((label) => description.includes(label)) || ELSEWHERE.test(description);
		return [
			...(/^e\.g\. \S/.test(example(field)) ? [] : [`${where}: ${displayName} has no example`]),
			...(isFrom ? [] : [`${where}: where is a ${displayName} from? "${description}"`]),
		];
	});
	expect(fields.length).toBeGreaterThan(3);
	expect([...new Set(wrong)]).toEqual([]);
});
