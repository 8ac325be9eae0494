import type { IDataObject } from 'n8n-workflow';

import type { Operation, OperationContext } from '../../shared/action/operation';
import { onlyGeneration, type CooCenterConnection } from '../client/connection';
import type { CooCenterClient } from '../connect';

type Words = Omit<Operation<CooCenterClient>, 'kind' | 'run'>;

interface Change<Values> extends Words {
	/** The only generation of the API that has it. */
	generation?: 1 | 2;
	/** What that generation has, for the error; the label where it is left out. */
	what?: string;
	/** Reads the fields. Throws `badRequest` for an empty one. */
	values(context: OperationContext<CooCenterClient>): Values;
	/** Gives what the item has besides `success` and the values. */
	send(connection: CooCenterConnection, values: Values): Promise<object>;
}

/** A change of the PBX: the item says what was asked for, and what the PBX answered. */
export function change<Values extends object>({
	generation,
	what,
	values,
	send,
	...words
}: Change<Values>): Operation<CooCenterClient> {
	return {
		...words,
		kind: 'change',
		sample: { success: true, ...words.sample },
		async run(context) {
			const { connection } = context.client;
			// Before a field is read, because no value of one would help.
			if (generation !== undefined) onlyGeneration(connection, generation, what ?? words.label);
			const given = values(context);
			const answer = await send(connection, given);
			return { success: true, ...given, ...answer } as IDataObject;
		},
	};
}
