import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { mandatory, optional } from '../../shared/action/parameters';
import { listItems } from '../answerItems';
import { AGENT_CONTROLS, controlAsAgent, type AgentControl } from '../client/agentControls';
import type { UdeskConnection } from '../client/connection';
import { agentFields, agentEmailOf } from '../fields';

/** The words and fields of a control. */
export interface DescribedControl {
	control: keyof typeof AGENT_CONTROLS;
	/** Frozen value, where it is not the control's own name. */
	name?: string;
	label: string;
	action: string;
	description: string;
	/** One for each value the control takes: `agentNo` becomes `agent_no`. */
	fields?: INodeProperties[];
	sample?: IDataObject;
	/** Name of the list that an answer has; each entry becomes an item. */
	list?: string;
}

/** `agentNo` as the wire has it, `agent_no`. */
export const wireName = (parameter: string) =>
	parameter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Operations through an agent's own token (docs/protocols/udesk.md#agent-api). */
export const asAgent = (
	resource: string,
	controls: readonly DescribedControl[],
): Array<Operation<UdeskConnection>> =>
	controls.map(
		({ control, name = control, fields = [], sample = { code: 1001 }, list, ...words }) => {
			const { method, path, needs }: AgentControl = AGENT_CONTROLS[control];
			return {
				...words,
				resource,
				name,
				kind: method === 'GET' ? ('read' as const) : ('change' as const),
				fields: [...agentFields, ...fields],
				sample,
				async run(context) {
					// A field that stands twice, for two versions of the node, is read twice the same.
					const values = fields.map(({ name: field, displayName }): [string, string] => {
						const wire = wireName(field);
						const read = needs.includes(wire) ? mandatory : optional;
						return [wire, read(context, field, displayName)];
					});
					const answer = await controlAsAgent(
						context.client,
						agentEmailOf(context),
						{ method, path, needs },
						Object.fromEntries(values),
					);
					return list === undefined ? (answer as IDataObject) : listItems(answer, list);
				},
			};
		},
	);
