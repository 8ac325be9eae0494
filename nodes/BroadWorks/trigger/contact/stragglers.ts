import { processWide } from '../../../shared/processWide';
import { systemClock } from '../../../shared/systemPorts';
import { Stragglers } from '../../../shared/trigger/webhook/subscribed/stragglers';

/** ms for which posts that are on their way still find a trigger that was closed. */
export const STRAGGLERS = 5_000;

/** What was posted to triggers that n8n had closed. */
export const stragglers = processWide('contactStragglers', 1, () => new Stragglers(systemClock));
