import { parsePhoneNumberFromString } from '../vendor/phone';

/** E.164 of a number that says its country itself; nothing is guessed. */
export function e164Of(number: string | undefined): string | undefined {
	if (number === undefined || !number.startsWith('+')) return undefined;
	return parsePhoneNumberFromString(number)?.number ?? undefined;
}
