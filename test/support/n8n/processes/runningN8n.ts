import type { Workbench } from '../../../../n8n-driver/workbench';

/** What globalTeardown ends; jest runs setup and teardown in the same process. */
export interface RunningN8n {
	/** None where every test has an n8n of its own. */
	bench?: Workbench;
	/** Everything on disk. */
	folder: string;
}

declare global {
	var telephonyN8n: RunningN8n | undefined;
}
