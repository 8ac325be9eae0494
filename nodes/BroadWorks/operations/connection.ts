import { lineStateOperation } from '../../shared/trigger/line/stateOperation';
import type { XsiClient } from '../connect';

/** How the lines of the active triggers are, as this n8n knows it. */
export const connectionStateOperation = lineStateOperation<XsiClient>('BroadWorks');
