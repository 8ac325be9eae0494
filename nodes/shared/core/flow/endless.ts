import { TelephonyError } from '../errors';

/** Pages of one list: of a hundred entries each, more than any telephone system has of anything. */
const MOST_PAGES = 10_000;

/**
 * Looks at the pages of a list as they come. Throws `protocolViolation` where the list has no end: a page is the
 * one before it, because the server knows no pages or counts wrongly, or there are far too many.
 */
export function endlessList(): (entries: readonly unknown[]) => void {
	let pages = 0;
	let before = '';
	return (entries) => {
		const page = JSON.stringify(entries);
		const isSame = entries.length > 0 && page === before;
		before = page;
		if (!isSame && ++pages <= MOST_PAGES) return;
		const why = isSame ? 'two pages are the same' : `there are more than ${MOST_PAGES} pages`;
		throw new TelephonyError('protocolViolation', `The list goes on for ever: ${why}`);
	};
}
