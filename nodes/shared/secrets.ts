import { createHash, createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';

const NEW_SECRET_BYTES = 24;

/** A secret that nobody can guess: 32 letters, digits, hyphens and underscores, so that it fits into an address. */
export const newSecret = (): string => randomBytes(NEW_SECRET_BYTES).toString('base64url');

/** By what a text is known without keeping it, 43 characters. */
export const digestOf = (text: string): string => hash('sha256', text, 'base64url');

/** Compares in a time that tells nothing about where the two differ. */
export function equalSecrets(given: unknown, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return (
		timingSafeEqual(digest(typeof given === 'string' ? given : ''), digest(expected)) &&
		typeof given === 'string'
	);
}

/**
 * A secret for a webhook address, made from a secret that is stored already: nothing new has to be
 * kept, every process of an n8n finds the same, and it does not give the stored one away.
 */
export function derivedSecret(stored: string, ...purpose: string[]): string {
	return createHmac('sha256', stored)
		.update(JSON.stringify(purpose))
		.digest('base64url')
		.slice(0, 32);
}
