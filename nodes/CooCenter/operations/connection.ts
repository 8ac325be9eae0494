import { pushStateOperation } from '../../shared/trigger/line/stateOperation';
import type { CooCenterClient } from '../connect';

/** How the pushes of the active triggers are, as this n8n knows it. */
export const connectionStateOperation = pushStateOperation<CooCenterClient>('CooCenter');
