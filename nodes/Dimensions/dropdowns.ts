import { dropdownsOf, entryText } from '../shared/action/dropdowns';
import { listDirectories } from './client/directories';
import { connect } from './connect';

const { searchOf } = dropdownsOf(async (context) => await connect(context));

/** Contact directories of the account. */
const searchDirectories = searchOf(async (connection) =>
	(await listDirectories(connection)).map(({ id, name }) => ({
		name: entryText(name) || entryText(id),
		value: entryText(id),
	})),
);

export const actionDropdowns = { listSearch: { searchDirectories } };
