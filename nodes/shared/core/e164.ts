import type * as Phone from '../vendor/phone';
import type { CountryCode } from '../vendor/phone';
import { TelephonyError } from './errors';
import { readAddress } from './telephoneNumber';

/** Whose numbers the ones without a plus are: a country, or all countries of a calling code. */
export type NumberPlan = { country: CountryCode } | { callingCode: string };

/** National digits of the shortest number that is guessed; fewer are an extension. */
const SHORTEST_GUESS = 7;

/** Loaded when the first number is read: its tables are a third of what n8n would load for all nodes. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` would make every reader of a number wait
const phone = () => require('../vendor/phone') as typeof Phone;

const CALLING_CODES = new Set<string>();

/** The library throws for codes it does not know. */
function callingCodes(): ReadonlySet<string> {
	const { getCountries, getCountryCallingCode } = phone();
	if (CALLING_CODES.size === 0)
		for (const country of getCountries()) CALLING_CODES.add(getCountryCallingCode(country));
	return CALLING_CODES;
}

/** `61` of `61`, `+61` or `061`; undefined for what is no calling code. */
export function callingCodeOf(written: string | number | undefined): string | undefined {
	const code = String(written ?? '').replace(/^\s*\+?0*|\s+$/g, '');
	return code !== '' && callingCodes().has(code) ? code : undefined;
}

/**
 * The plan of a *Default Country*: `AU`, `+61` or `61`; undefined for nothing. Throws `badRequest` for what
 * is no country.
 */
export function numberPlanOf(written: unknown): NumberPlan | undefined {
	const text = String(written ?? '').trim();
	if (text === '') return undefined;
	const country = text.toUpperCase();
	if (phone().isSupportedCountry(country)) return { country };
	const callingCode = callingCodeOf(text);
	if (callingCode !== undefined) return { callingCode };
	throw new TelephonyError(
		'badRequest',
		`The Default Country of the credential is not a country: "${text.slice(0, 40)}". Enter two letters, such as AU, or a calling code, such as +61`,
	);
}

/** E.164 of a number that says its country itself and can be one by its length. */
function international(number: string): string | undefined {
	const parsed = phone().parsePhoneNumberFromString(number);
	if (!parsed) return undefined;
	// Seven digits are a local number of North America, as documentation and small systems write them.
	const isLocal = parsed.countryCallingCode === '1' && parsed.nationalNumber.length === 7;
	return parsed.isPossible() || isLocal ? parsed.number : undefined;
}

/** E.164 of a number as it is written or dialled within a plan. */
function national(number: string, plan: NumberPlan): string | undefined {
	const parsed = phone().parsePhoneNumberFromString(
		number,
		'country' in plan ? { defaultCountry: plan.country } : { defaultCallingCode: plan.callingCode },
	);
	if (!parsed || parsed.nationalNumber.length < SHORTEST_GUESS) return undefined;
	if (parsed.isValid()) return parsed.number;
	// Numbers kept for fiction are in no plan. A nought that stays is a prefix that was not understood.
	return parsed.isPossible() && !parsed.nationalNumber.startsWith('0') ? parsed.number : undefined;
}

/** E.164 within what `phone-context` names: the country, or the digits before an extension (RFC 3966 5.1.5). */
function inContext(number: string, context: string): string | undefined {
	if (!/^\+[\d().-]+$/.test(context)) return undefined;
	const callingCode = callingCodeOf(context.replace(/\D/g, ''));
	return callingCode === undefined
		? international(`+${context.replace(/\D/g, '')}${number}`)
		: national(number, { callingCode });
}

/**
 * E.164 of a number or an address of one. Its country is what it says itself, else that of `plan`; without
 * either nothing is guessed, and nothing ever of what can be an extension.
 */
export function e164Of(written: string | undefined, plan?: NumberPlan): string | undefined {
	if (written === undefined) return undefined;
	const { number, context } = readAddress(written);
	if (number === undefined || !/^\+?\d+$/.test(number)) return undefined;
	if (number.startsWith('+')) return international(number);
	const known = context === undefined ? undefined : inContext(number, context);
	return known ?? (plan === undefined ? undefined : national(number, plan));
}
