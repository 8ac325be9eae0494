import type { CallRecord } from './shape';

/** Where a member of the call record comes from, in the backend's own words; left out where it cannot be known. */
export interface RecordSource {
	/** Of a trigger's event. */
	event?: string;
	/** Of what an operation reads: the call log, or the list of current calls. */
	read?: string;
}

/** The same of every member: a row of the table in docs/call-record.md. */
export type RecordSources = Record<keyof CallRecord, RecordSource>;

/** A member that comes from the same place, whatever tells of the call. */
export const both = (from: string): RecordSource => ({ event: from, read: from });
