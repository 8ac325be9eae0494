import type { IDataObject } from 'n8n-workflow';

/** One execution as n8n's database has it. */
export interface ExecutionRecord {
	id: string;
	/** `new`: stored and not begun. `crashed`: n8n ended before it did. */
	status: 'new' | 'running' | 'success' | 'error' | 'crashed';
	/** What the trigger gave it. */
	items: IDataObject[];
	/** Epoch ms at which it was stored. */
	at: number;
}

/** An n8n that runs the one workflow of a row: the small one of this folder, or a real one. */
export interface N8n {
	/** Ends it as an operator does (SIGTERM). */
	stop(): Promise<void>;
	/** Ends it as a crash does (SIGKILL). */
	kill(): Promise<void>;
	/** Starts it again on the same data; resolves when the workflow is active. */
	start(): Promise<void>;
	/** Everything in the database, oldest first. */
	executions(): Promise<ExecutionRecord[]>;
	/** The end of its log, for error messages. */
	logTail(): string;
	/** Ends it and removes what it left. */
	close(): Promise<void>;
}
