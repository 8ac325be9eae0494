import type { LineName } from '../../../n8n-driver/install/lines';
import type { Tarball } from '../../../n8n-driver/install/pack';

/** What the tests need to know of the n8n that globalSetup started in another process. */
export interface HandedOver {
	line: LineName;
	/** Empty where every test has an n8n of its own. */
	url: string;
	logFile: string;
	tarball: Tarball;
}

const variable = 'TELEPHONY_N8N_RUNNING';

export function handOver(value: HandedOver): void {
	process.env[variable] = JSON.stringify(value);
}

export function handedOver(): HandedOver {
	const text = process.env[variable];
	if (!text) throw new Error('These tests need jest with the project "n8n", which starts n8n.');
	return JSON.parse(text) as HandedOver;
}
