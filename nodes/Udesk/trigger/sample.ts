import { callPushSample } from '../../shared/trigger/webhook/callPushReader';
import { decodePush } from '../client/push';
import { itemOf } from './item';

/** What an event's fixture becomes, for docs, tests and test runs with a sample. */
export const sampleItems = callPushSample({ decode: decodePush, itemOf });
