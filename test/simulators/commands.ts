import { COOCENTER_USAGE, startCooCenter } from './cooCenter/cli';
import { DIMENSIONS_USAGE, startDimensions } from './dimensions/cli';
import { RINGCENTRAL_USAGE, startRingCentral } from './ringCentral/cli';
import type { Running } from './shared/flags';
import { startUdesk, UDESK_USAGE } from './udesk/cli';
import { startWebex, WEBEX_USAGE } from './webex/cli';
import { startXsi, XSI_USAGE } from './broadWorks/cli';

/** Starts a simulator with the rest of the command line. Rejects for an option it cannot take. */
type Command = (args: string[]) => Promise<Running>;

/** What `npm run simulate` can start, by name. */
export const commands: Partial<Record<string, Command>> = {
	coocenter: startCooCenter,
	dimensions: startDimensions,
	ringcentral: startRingCentral,
	udesk: startUdesk,
	webex: startWebex,
	xsi: startXsi,
};

export const USAGE = `Usage: npm run simulate -- <simulator> [options]
${XSI_USAGE}${COOCENTER_USAGE}${DIMENSIONS_USAGE}${RINGCENTRAL_USAGE}${UDESK_USAGE}${WEBEX_USAGE}`;
