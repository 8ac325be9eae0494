import type { Operation } from '../../../shared/action/operation';
import type { XsiClient } from '../../connect';
import { agentControlOperations } from './controls';
import { getUnavailableCodesOperation } from './getUnavailableCodes';
import { setAcdStateOperation } from './setAcdState';

/** What can be done with call center agents. */
export const callCenterAgentOperations: ReadonlyArray<Operation<XsiClient>> = [
	setAcdStateOperation,
	...agentControlOperations,
	getUnavailableCodesOperation,
];
