import { dropdownsOf } from '../shared/action/dropdowns';
import { listDirectories } from './client/directories';
import { connect } from './connect';

const { searchOf } = dropdownsOf(async (context) => await connect(context));

/** Contact directories of the account. */
const searchDirectories = searchOf(async (connection) =>
	(await listDirectories(connection)).map(({ id, name }) => ({
		name: String(name ?? id),
		value: String(id),
	})),
);

export const actionDropdowns = { listSearch: { searchDirectories } };
