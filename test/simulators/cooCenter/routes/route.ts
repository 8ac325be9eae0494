import { Refusal } from '../calls';
import type { CooCenterWorld } from '../world';

/** What a route gets: form fields in generation 1, JSON members in generation 2. */
export type Fields = Record<string, unknown>;

export interface Reply {
	status: number;
	body: unknown;
	/** What is sent instead of `body`. */
	text?: string;
}

export interface Route {
	methods: string[];
	/** `id` is what stands behind a path that ends in a slash. */
	run(world: CooCenterWorld, fields: Fields, id: string): Reply;
}

export const success = (message: string, data?: unknown): Reply => ({
	status: 200,
	body: { status: 'success', message, ...(data === undefined ? {} : { data }) },
});

/** A field that must be there. @throws Refusal */
export function text(fields: Fields, name: string): string {
	const value = fields[name];
	if (typeof value !== 'string' || value === '') throw new Refusal(`${name} is missing`);
	return value;
}

/** Routes by path; a path may have one for each method. */
export type Routes = Record<string, Route | Route[]>;
