import { startBroadWorks } from './broadWorks';
import { startCooCenter } from './cooCenter';
import { startDimensions } from './dimensions';
import { startRingCentral } from './ringCentral';
import type { TelephoneSystem } from './system';
import { startUdesk } from './udesk';

/** The telephone systems of the demo, in the order of its page. */
export const systems: ReadonlyArray<() => Promise<TelephoneSystem>> = [
	startBroadWorks,
	startRingCentral,
	startCooCenter,
	startUdesk,
	startDimensions,
];
