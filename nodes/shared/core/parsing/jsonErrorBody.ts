import type { ErrorBody } from '../errorAnswer';
import { TelephonyError } from '../errors';
import { isRecord, type JsonRecord } from '../records';
import { answerJson } from './boundedJson';

/**
 * What an error answer of an API says that answers with JSON objects: the object, where there is one, and whose it
 * is. One that was cut off is the vendor's, because pages and other words begin otherwise.
 */
export function jsonErrorBody(text: string): ErrorBody & { value?: JsonRecord } {
	const written = text.trim();
	if (written === '') return { form: 'empty' };
	if (!written.startsWith('{')) return { form: 'other' };
	try {
		const value = answerJson(written);
		return isRecord(value) ? { form: 'own', value } : { form: 'other' };
	} catch (error) {
		if (!(error instanceof TelephonyError)) throw error;
		return { form: 'own', unreadable: error.message };
	}
}
