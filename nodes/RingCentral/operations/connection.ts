import { lineStateOperation } from '../../shared/action/connectionState';
import type { RingCentralClient } from '../connect';

/** How the lines of the active triggers are, as this n8n knows it. */
export const connectionStateOperation = lineStateOperation<RingCentralClient>('RingCentral');
