import { parsePhoneNumberFromString } from '../vendor/phone';

/** E.164 of a number that says its country itself and can be one by its length; nothing is guessed. */
export function e164Of(number: string | undefined): string | undefined {
	if (number === undefined || !number.startsWith('+')) return undefined;
	const parsed = parsePhoneNumberFromString(number);
	if (!parsed) return undefined;
	// Seven digits are a local number of North America, as documentation and small systems write them.
	const isLocal = parsed.countryCallingCode === '1' && parsed.nationalNumber.length === 7;
	return parsed.isPossible() || isLocal ? parsed.number : undefined;
}
