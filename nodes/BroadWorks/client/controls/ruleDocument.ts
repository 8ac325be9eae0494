import { TelephonyError } from '../../../shared/core/errors';
import { isRecord } from '../../../shared/core/records';
import { documentOf } from '../documents/write';
import { listed, type ControlValues } from './control';

type Members = Record<string, unknown>;

/** Members that say something; undefined where none does. */
function known(members: Members): Members | undefined {
	const entries = Object.entries(members).filter(([, value]) => value !== undefined);
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const text = (value: string | undefined) => value || undefined;

const schedule = (name: string | undefined, level: string | undefined): Members | undefined =>
	name ? { level: level || 'User', name } : undefined;

/** What the fields of the panel say of a rule. */
function ofFields(values: ControlValues): Members {
	const numbers = listed(values.phoneNumbers);
	const criteriaFromDn = known({
		fromDnCriteriaSelection:
			text(values.fromDnCriteriaSelection) ?? (numbers.length > 0 ? 'Specified Only' : undefined),
		includeAnonymousCallers: text(values.includeAnonymousCallers),
		includeUnavailableCallers: text(values.includeUnavailableCallers),
		phoneNumberList: numbers.length > 0 ? { phoneNumber: numbers } : undefined,
	});
	const criteria = known({
		criteriaName: text(values.newName),
		timeSchedule: schedule(values.timeSchedule, values.timeScheduleLevel),
		holidaySchedule: schedule(values.holidaySchedule, values.holidayScheduleLevel),
		criteriaFromDn,
	});
	const forwardToPhoneNumber = text(values.forwardToPhoneNumber);
	const usual = forwardToPhoneNumber === undefined ? undefined : 'Forward To Specified Number';
	return {
		...known({
			forwardToNumberSelection: text(values.forwardToNumberSelection) ?? usual,
			forwardToPhoneNumber,
			criteria,
		}),
	};
}

/**
 * A rule of selective forwarding from fields and from JSON, which counts where both say something
 * (docs/protocols/broadworks.md#services). Throws `badRequest` where neither does.
 */
export function ruleDocument(root: string, values: ControlValues): string {
	const fields = ofFields(values);
	const settings = JSON.parse(values.settings || '{}') as Members;
	const { criteria: given } = settings;
	const criteria = isRecord(given) ? { ...(fields.criteria as Members), ...given } : given;
	const rule = { ...fields, ...settings, ...(given === undefined ? {} : { criteria }) };
	if (Object.keys(rule).length > 0) return documentOf(root, rule);
	throw new TelephonyError('badRequest', 'Add at least one field of the rule');
}
