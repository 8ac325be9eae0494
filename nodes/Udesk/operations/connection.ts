import { pushStateOperation } from '../../shared/trigger/line/stateOperation';
import type { UdeskConnection } from '../client/connection';

/** How the pushes of the active triggers are, as this n8n knows it. */
export const connectionStateOperation = pushStateOperation<UdeskConnection>('Udesk');
