import type { List } from '../../shared/action/dropdowns';
import { listedNumberPages } from '../client/account/blocking';
import { contactPages } from '../client/account/contacts';
import { fullNameOf } from '../client/account/directory';
import { standardGreetingPages } from '../client/account/greetings';
import { rulePages } from '../client/account/rules';
import { text } from '../client/transport/answers';
import type { RingCentralClient } from '../connect';
import { collected } from '../fields/call';
import { searchOf } from './methods';

/** More make no list that anybody reads, and each page counts as a heavy request. */
const MOST = 2_000;

/** The extension that is chosen in the panel, or the login's own. */
function chosenExtension(context: Parameters<List<RingCentralClient>>[1]): string {
	const chosen: unknown = context.getCurrentNodeParameter('extensionId', { extractValue: true });
	return (typeof chosen === 'string' && chosen.trim()) || '~';
}

const contacts: List<RingCentralClient> = async (client, context) => {
	const all = contactPages(client, chosenExtension(context), {}, { limit: MOST });
	return (await collected(all)).map((contact) => {
		const value = text(contact.id) ?? '';
		const company = text(contact.company);
		const name = fullNameOf(contact) || company || value;
		return { name: company && name !== company ? `${name} (${company})` : name, value };
	});
};

const listedNumbers: List<RingCentralClient> = async (client, context) => {
	const extensionId = chosenExtension(context);
	const lists = await Promise.all(
		(['Blocked', 'Allowed'] as const).map(async (status) =>
			(await collected(listedNumberPages(client, extensionId, status, { limit: MOST }))).map(
				({ id, phoneNumber, label }) => ({
					name: [text(phoneNumber), text(label), status].filter(Boolean).join(' – '),
					value: text(id) ?? '',
				}),
			),
		),
	);
	return lists.flat();
};

/** Rules of who is chosen in the panel; `rulesOf` is a field of some operations only. */
const rules: List<RingCentralClient> = async (client, context) => {
	const isCompany = context.getCurrentNodeParameter('rulesOf') === 'company';
	const owner = isCompany ? 'company' : { extensionId: chosenExtension(context) };
	return (await collected(rulePages(client, owner, {}, { limit: MOST }))).map((rule) => {
		const value = text(rule.id) ?? '';
		const name = text(rule.name) || value;
		return { name: rule.enabled === false ? `${name} – off` : name, value };
	});
};

/** RingCentral's own greetings of the type that is chosen in the panel. */
const greetings: List<RingCentralClient> = async (client, context) => {
	const type = context.getCurrentNodeParameter('greetingType');
	const filters = { type: typeof type === 'string' && type !== '' ? type : undefined };
	return (await collected(standardGreetingPages(client, filters, { limit: MOST }))).map(
		({ id, name, usageType }) => ({
			name: [text(name), text(usageType)].filter(Boolean).join(' – '),
			value: text(id) ?? '',
		}),
	);
};

export const contactDropdowns = {
	listSearch: {
		searchContacts: searchOf(contacts),
		searchListedNumbers: searchOf(listedNumbers),
		searchGreetings: searchOf(greetings),
		searchRules: searchOf(rules),
	},
};
