import type { Operation } from '../../../shared/action/operation';
import type { XsiClient } from '../../connect';
import { deleteAllOperation, deleteOperation } from './delete';
import { getManyOperation } from './getMany';

/** What can be done with the calls of the past. */
export const callLogOperations: ReadonlyArray<Operation<XsiClient>> = [
	getManyOperation,
	deleteOperation,
	deleteAllOperation,
];
