import type { Workbench } from '../../../../n8n-driver/workbench';

/** How n8n ends: as an operator stops it, or as a crash. */
export type Ending = 'stop' | 'kill';

/** Active workflows of one backend in an n8n that is going to end and to start again. */
export interface Live {
	/** One action changes the telephone system. */
	acts(): Promise<void>;
	/** One event comes out as exactly one item. */
	hears(): Promise<void>;
	/** Notes what must outlive the end of n8n. */
	beforeEnd?(): Promise<void>;
	/** Makes what n8n has no time left for; called right before the end, so it must be short. */
	lastMoment?(how: Ending): Promise<void>;
	/** Makes what happens while n8n does not run. */
	whileDown?(how: Ending): Promise<void>;
	/** Called as early as n8n answers, which may be before its triggers run; events must come as before. */
	afterStart(how: Ending): Promise<void>;
	/** Switches the workflows off, with a look at what that leaves behind. */
	switchOff?(): Promise<void>;
	/** Ends the simulator; n8n has been stopped. */
	close(): Promise<void>;
}

export interface Backend {
	name: string;
	start(bench: Workbench): Promise<Live>;
}
