import type { Operation } from '../../shared/action/operation';
import { onlyGeneration } from '../client/connection';
import type { CooCenterClient } from '../connect';

/**
 * An operation that only one API generation has. With the other it throws `badRequest` before a field is
 * read, because no value of a field would help.
 */
export const onlyIn = (
	generation: 1 | 2,
	what: string,
	operation: Operation<CooCenterClient>,
): Operation<CooCenterClient> => ({
	...operation,
	async run(context) {
		onlyGeneration(context.client.connection, generation, what);
		return await operation.run(context);
	},
});
