import { dropdownsOf } from '../../shared/action/dropdowns';
import { connect, type RingCentralClient } from '../connect';
import type { RingCentralContext } from '../context';

export const { optionsOf, searchOf } = dropdownsOf<RingCentralClient>(
	async (context) => await connect(context as unknown as RingCentralContext),
);
