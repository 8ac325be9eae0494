import type { JsonReply } from '../shared/jsonServer';
import { UdeskRefusal } from './world';

export const done = (more: Record<string, unknown> = {}): JsonReply => ({
	status: 200,
	body: { code: 1000, ...more },
});

/** Accepted by the agent API. */
export const accepted: JsonReply = { status: 200, body: { code: 1001 } };

export const notFound: JsonReply = { status: 404, body: { message: 'not found' } };

export const text = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

export function mandatory(value: unknown, code: number, message: string): string {
	if (text(value) === '') throw new UdeskRefusal(code, message);
	return text(value);
}
