import type { CallRecord } from './shape';

/** Where a member of the call record comes from, in the backend's own words; left out where it cannot be known. */
export interface RecordSource {
	/** Where a trigger's event has it. */
	event?: string;
	/** Where the call log, or the list of current calls, has it, which operations read. */
	read?: string;
}

/** The source of every member: a row of the table in docs/call-record.md. */
export type RecordSources = Record<keyof CallRecord, RecordSource>;

/** A member that comes from the same place, whatever tells of the call. */
export const both = (from: string): RecordSource => ({ event: from, read: from });
