import { systemClock, type SimulatorClock } from '../shared/clock';
import type { PushForm } from './pushes/pushBody';

export type Methods = 'both' | 'curl' | 'table';

export interface CooCenterSimulatorOptions {
	/** 0 (default) takes a free port. */
	port?: number;
	/** Default 127.0.0.1. */
	host?: string;
	/** Serve HTTPS with a self-signed certificate. */
	tls?: boolean;
	/** Which API it has. Default 1. */
	generation?: 1 | 2;
	/** Generation 1; empty asks for no key. Default `simulator-key`. */
	webKey?: string;
	/** Zone of its clock. Default Asia/Shanghai. */
	timeZone?: string;
	/** Generation 2. */
	username?: string;
	password?: string;
	/** s a token of generation 2 is good for. Default 3600. */
	tokenLifetime?: number;
	/** Where pushes go: URL of api.conf. None: they are only logged. */
	push?: string;
	/** How pushes are written. Default json. */
	pushForm?: PushForm;
	/** ms between two tries of a push. Default 2000 (change log of 2018-11-08). */
	retryGap?: number;
	/** Tries of a push in all. Default 5. */
	pushTries?: number;
	/** ms a push waits for its answer. Default 2000. */
	pushTimeout?: number;
	/** What a wrong key is answered with; 200 comes with `status: fail`. Default 401. */
	refusal?: 401 | 403 | 200;
	/** What a click-to-dial is answered with; generation 1 does not show it. Default json. */
	dialAnswer?: 'json' | 'empty';
	/** Status of the answer to what cannot be done. Default 200. */
	failure?: 200 | 400 | 404 | 500;
	/** Where sources differ: both methods (default), or only those of the curl examples or of the tables. */
	methods?: Methods;
	/** Whether recordings need the key too. Default true. */
	protectRecordings?: boolean;
	/** ms until a click-to-dial telephone is picked up; null: by hand. Default 200. */
	autoPickUp?: number | null;
	/** ms from the end of a call until its recording is there. Default 0. */
	recordingDelay?: number;
	mac?: string;
	clock?: SimulatorClock;
}

export type CooCenterSettings = Required<CooCenterSimulatorOptions>;

/** The options with every default filled in. */
export function settingsFrom(options: CooCenterSimulatorOptions): CooCenterSettings {
	const defaults: CooCenterSettings = {
		port: 0,
		host: '127.0.0.1',
		tls: false,
		generation: 1,
		webKey: 'simulator-key',
		timeZone: 'Asia/Shanghai',
		username: 'admin',
		password: 'secret',
		tokenLifetime: 3600,
		push: '',
		pushForm: 'json',
		retryGap: 2000,
		pushTries: 5,
		pushTimeout: 2000,
		refusal: 401,
		dialAnswer: 'json',
		failure: 200,
		methods: 'both',
		protectRecordings: true,
		autoPickUp: 200,
		recordingDelay: 0,
		mac: '68:69:2e:03:8b:3e',
		clock: systemClock,
	};
	const given = Object.entries(options).filter(([, value]) => value !== undefined);
	return { ...defaults, ...(Object.fromEntries(given) as CooCenterSimulatorOptions) };
}
