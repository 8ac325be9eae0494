import type { IDataObject } from 'n8n-workflow';

import type { XsiSimulatorOptions } from '../simulators/broadWorks';
import type { N8n } from './n8n';
import type { Load, Phones } from './phones';
import type { Relay } from './relay';
import type { StandIn } from './standIn/standIn';

/** What a row works on. */
export interface Bench<Kind extends N8n = N8n> {
	phones: Phones;
	n8n: Kind;
	/** Between the two in rows that ask for it. */
	relay?: Relay;
	/** Waits, s. */
	wait(seconds: number): Promise<void>;
	/** Starts n8n; resolves when its trigger listens. */
	startN8n(): Promise<void>;
	/** What was found wrong besides the numbers; it fails the row. */
	complain(text: string): void;
}

interface Common {
	name: string;
	simulator?: XsiSimulatorOptions;
	/** On top of the usual parameters of the trigger. */
	parameters?: IDataObject;
	/** On top of the usual options of the trigger. */
	options?: IDataObject;
	/** Credential fields on top of the usual ones. */
	credential?: IDataObject;
	/** Host name in the credential's address, with what DNS says of it at first. */
	host?: { name: string; address: string };
	/** n8n reaches the telephone system by a relay, on which connections can die. */
	relayed?: true;
	/** Times by which waits of more than a minute pass faster in the small n8n. */
	hurry?: number;
	/** Load in the small n8n; default as everywhere. */
	eventsPerSecond?: number;
	/** What people do under load; default calls. */
	load?: Load;
	/** Who is called; default alice. */
	userIds?: readonly string[];
	/** s of load before the fault. */
	before?: number;
	/** s of load after the fault is over, at least. */
	after?: number;
	/** s within which events must flow again; default 35. */
	within?: number;
	/** Calls the server told nobody about come from the call logs; default true. */
	recovers?: boolean;
}

/** A fault that runs with the small n8n of this folder only. */
export interface StandInRow extends Common {
	realToo?: undefined;
	/** Makes it happen; resolves when the fault is over. */
	inject(bench: Bench<StandIn>): Promise<void> | void;
	/** Looks at the end for what the numbers do not say. */
	check?(bench: Bench<StandIn>): Promise<void> | void;
}

/** A fault that also runs in a real n8n. */
export interface RealToo extends Common {
	realToo: true;
	/** Load in a real n8n where the usual one is more than it can run; default as everywhere. */
	realEventsPerSecond?: number;
	/** What the row promises needs n8n 2.x. */
	onlyTwo?: true;
	inject(bench: Bench): Promise<void> | void;
	check?(bench: Bench): Promise<void> | void;
}

export type FaultRow = StandInRow | RealToo;
