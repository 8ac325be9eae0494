import type { Operation } from '../../../shared/action/operation';
import type { XsiClient } from '../../connect';
import { getOperation } from './get';
import { markAllOperations, markOperations } from './marks';
import { messageOperations } from './messages';

/** What can be done with voicemail. */
export const voicemailOperations: ReadonlyArray<Operation<XsiClient>> = [
	...messageOperations,
	getOperation,
	...markOperations,
	...markAllOperations,
];
